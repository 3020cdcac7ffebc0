package dev.bulkhead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class BadInputTests {

    static final String VALID =
            """
            { "name": "anna", "age": 5, "price": 1.5, "tags": ["a"], "home": { "city": "Bonn" },
              "note": "hi" }
            """;

    @Test
    void isSatisfiedWhenEverythingIsRefused() {
        var tried =
                BadInput.to(client(new Refusing(422)), HttpMethod.POST, "/things")
                        .insteadOf(VALID)
                        .optional("note")
                        .isRefused();

        assertThat(tried)
                .contains(
                        "broken JSON",
                        "oversized",
                        "text/plain",
                        "with an unknown property",
                        "home with an unknown property",
                        "home.city missing",
                        "name huge",
                        "name with U+0000",
                        "name twice",
                        "age with a fraction",
                        "age huge",
                        "tags[] as number",
                        "tags with null",
                        "note as number")
                .doesNotContain("note missing", "note null")
                .hasSizeGreaterThan(80);
    }

    @Test
    void neverSendsTheValidBodyItself() {
        var refusing = new Refusing(422);

        BadInput.to(client(refusing), HttpMethod.POST, "/things").insteadOf(VALID).isRefused();

        var json =
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        var valid = json.readTree(VALID);
        for (var body : refusing.bodies) {
            var same = false;
            try {
                same = body.length() < 10_000 && json.readTree(body).equals(valid);
            } catch (JacksonException e) {
                // broken, as it should be
            }
            assertThat(same).as(body).isFalse();
        }
    }

    @Test
    void isNotFooledByARefusalOfTheCaller() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        BadInput.to(client(new Refusing(401)), HttpMethod.POST, "/things")
                                .insteadOf(VALID)
                                .isRefused())
                .withMessageContaining("name huge: answered 401");
    }

    @Test
    void findsAnEndpointThatTakesWhatItGets() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        BadInput.to(client(new Careless()), HttpMethod.POST, "/things")
                                .insteadOf(VALID)
                                .isRefused())
                .withMessageContaining("name huge: answered 200")
                .withMessageContaining("with an unknown property: answered 200");
    }

    @Test
    void findsAnAnswerThatIsNoProblemDocument() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        BadInput.to(client(new Mumbling()), HttpMethod.POST, "/things")
                                .insteadOf(VALID)
                                .isRefused())
                .withMessageContaining("instead of a problem document");
    }

    static RestTestClient client(Object controller) {
        return RestTestClient.bindToController(controller).build();
    }

    @RestController
    static class Refusing {

        final List<String> bodies = new ArrayList<>();
        final int status;

        Refusing(int status) {
            this.status = status;
        }

        @PostMapping("/things")
        ResponseEntity<?> take(HttpEntity<byte[]> request) {
            if (MediaType.APPLICATION_JSON.equals(request.getHeaders().getContentType())
                    && request.getBody() != null) {
                bodies.add(new String(request.getBody(), StandardCharsets.UTF_8));
            }
            var problem = ProblemDetail.forStatus(HttpStatus.valueOf(status));
            problem.setType(URI.create("/problems/refused"));
            return ResponseEntity.of(problem).build();
        }
    }

    @RestController
    static class Careless {

        @PostMapping("/things")
        String take(@RequestBody(required = false) byte[] body) {
            return "fine";
        }
    }

    @RestController
    static class Mumbling {

        @PostMapping("/things")
        ResponseEntity<?> take(@RequestBody(required = false) byte[] body) {
            return ResponseEntity.badRequest().body(Map.of("error", "no"));
        }
    }
}
