package dev.bulkhead.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Tries on an endpoint everything that a careless or hostile caller may send instead of a valid
 * body. Each attempt must be refused as the caller's mistake, with a problem document.
 *
 * <pre>{@code
 * BadInput.to(client, HttpMethod.POST, "/api/payment/orders")
 *         .as(anna)
 *         .insteadOf("""
 *                 { "items": [ { "product": "…", "quantity": 2 } ], "note": "quick, please" }
 *                 """)
 *         .optional("note")
 *         .isRefused();
 * assertThat(orders()).isEmpty();
 * }</pre>
 */
public final class BadInput {

    /** What says that the body was at fault; 401 or 404 would prove nothing about it. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

    private static final int OVERSIZE = 1 << 20;

    private final RestTestClient client;
    private final HttpMethod method;
    private final String path;
    private final List<Consumer<HttpHeaders>> headers = new ArrayList<>();
    private final Set<String> optional = new HashSet<>();
    private final Set<String> mayBeEmpty = new HashSet<>();
    private final Set<Integer> refusals = new HashSet<>(REFUSALS);
    private String valid = "{}";

    private BadInput(RestTestClient client, HttpMethod method, String path) {
        this.client = client;
        this.method = method;
        this.path = path;
    }

    public static BadInput to(RestTestClient client, HttpMethod method, String path) {
        return new BadInput(client, method, path);
    }

    public BadInput as(TestUser user) {
        return headers(it -> it.set(HttpHeaders.AUTHORIZATION, user.bearer()));
    }

    /** Headers of each attempt, such as an idempotency key that must be new each time. */
    public BadInput headers(Consumer<HttpHeaders> headers) {
        this.headers.add(headers);
        return this;
    }

    /** A body that the endpoint would accept; it is never sent as it is. */
    public BadInput insteadOf(String validBody) {
        valid = validBody;
        return this;
    }

    /** Fields that may be missing or null, such as {@code note} or {@code items[].note}. */
    public BadInput optional(String... fields) {
        optional.addAll(Arrays.asList(fields));
        return this;
    }

    /** Texts or lists that may be empty. */
    public BadInput mayBeEmpty(String... fields) {
        mayBeEmpty.addAll(Arrays.asList(fields));
        return this;
    }

    /** A further status that this endpoint may refuse with. */
    public BadInput orStatus(int status) {
        refusals.add(status);
        return this;
    }

    /**
     * @return what was tried
     */
    public List<String> isRefused() {
        var attempts = new LinkedHashMap<String, Attempt>();
        wholeBodies(attempts);
        var mutations = new Mutations(valid, optional, mayBeEmpty);
        mutations.forEach((name, body) -> attempts.put(name, Attempt.json(body)));
        var wrong = new ArrayList<String>();
        attempts.forEach((name, attempt) -> {
            var complaint = complaint(attempt);
            if (complaint != null) {
                wrong.add("%s: %s".formatted(name, complaint));
            }
        });
        Assertions.assertThat(wrong).as("answers to bad input on %s %s", method, path).isEmpty();
        return List.copyOf(attempts.keySet());
    }

    private record Attempt(@Nullable MediaType type, byte @Nullable [] body) {

        static Attempt json(String body) {
            return new Attempt(MediaType.APPLICATION_JSON, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void wholeBodies(Map<String, Attempt> attempts) {
        attempts.put("no body", new Attempt(MediaType.APPLICATION_JSON, null));
        attempts.put(
                "broken JSON",
                Attempt.json(valid.strip().substring(0, valid.strip().length() - 1)));
        attempts.put("no JSON at all", Attempt.json("<order/>"));
        attempts.put("two documents", Attempt.json(valid + valid));
        attempts.put("an array around it", Attempt.json("[" + valid + "]"));
        attempts.put("an empty array", Attempt.json("[]"));
        attempts.put("a text", Attempt.json("\"text\""));
        attempts.put("a number", Attempt.json("5"));
        attempts.put("null", Attempt.json("null"));
        attempts.put("deep nesting", Attempt.json("[".repeat(5_000) + "]".repeat(5_000)));
        attempts.put("oversized", Attempt.json(" ".repeat(OVERSIZE) + valid));
        attempts.put(
                "invalid UTF-8",
                new Attempt(
                        MediaType.APPLICATION_JSON,
                        new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'}));
        attempts.put(
                "text/plain",
                new Attempt(MediaType.TEXT_PLAIN, valid.getBytes(StandardCharsets.UTF_8)));
        attempts.put(
                "XML",
                new Attempt(
                        MediaType.APPLICATION_XML, "<order/>".getBytes(StandardCharsets.UTF_8)));
        attempts.put(
                "a form",
                new Attempt(
                        MediaType.APPLICATION_FORM_URLENCODED,
                        "a=b".getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable String complaint(Attempt attempt) {
        var request = client.method(method).uri(path);
        headers.forEach(request::headers);
        if (attempt.type() != null) {
            request.contentType(attempt.type());
        }
        if (attempt.body() != null) {
            request.body(attempt.body());
        }
        var result = request.exchange().returnResult(String.class);
        var status = result.getStatus().value();
        var answer = String.valueOf(result.getResponseBody());
        if (!refusals.contains(status)) {
            return "answered %d %s".formatted(status, answer);
        }
        var type = result.getResponseHeaders().getContentType();
        if (!MediaType.APPLICATION_PROBLEM_JSON.isCompatibleWith(type)) {
            return "answered %d with %s instead of a problem document".formatted(status, type);
        }
        if (!answer.matches("(?s).*\"type\"\\s*:\\s*\"/problems/[a-z0-9-]+\".*")) {
            return "answered %d with a problem of no type: %s".formatted(status, answer);
        }
        if (answer.matches("(?s).*(java\\.|Exception|org\\.springframework|select |insert ).*")) {
            return "answered %d and told about its inside: %s".formatted(status, answer);
        }
        return null;
    }
}
