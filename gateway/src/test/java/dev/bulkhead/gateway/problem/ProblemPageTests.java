package dev.bulkhead.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RunningGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

class ProblemPageTests extends RunningGateway {

    /** All types the gateway itself answers with. */
    static Stream<Problem> problems() {
        return Stream.concat(
                Stream.of(
                        Problem.NOT_FOUND,
                        Problem.AUTHENTICATION_REQUIRED,
                        Problem.TOKEN_CHECK_UNAVAILABLE,
                        Problem.TOO_MANY_REQUESTS,
                        Problem.ORIGIN_NOT_ALLOWED,
                        Problem.METHOD_NOT_ALLOWED,
                        Problem.malformedRequest(""),
                        Problem.bodyTooLarge(1),
                        Problem.serviceUnavailable("x"),
                        Problem.serviceFailed("x"),
                        Problem.serviceTimeout("x")),
                Stream.of(HttpStatus.values()).filter(HttpStatus::isError).map(Problem::of));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyTypeHasItsPage(Problem problem) throws Exception {
        var page = send(request("/problems/" + problem.type()));

        assertThat(page.statusCode()).as(problem.type()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain");
        assertThat(page.body()).startsWith("# " + problem.type()).contains("**What to do.**");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "README", "..", "%2e%2e", "not-found.md", "a/b"})
    void thereIsNoOtherPage(String type) throws Exception {
        var answer = get("/problems/" + type);
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void saysNothingOfWhatWentWrongInside() {
        assertThat(Problem.of(HttpStatus.INTERNAL_SERVER_ERROR).type()).isEqualTo("internal-error");
        assertThat(Problem.of(HttpStatus.INSUFFICIENT_STORAGE).status())
                .isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
    }
}
