package dev.bulkhead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import org.junit.jupiter.api.Test;

class OriginTests extends RunningGateway {

    static final String PAGE = "http://localhost:5173";

    @Test
    void answersAPreflightItself() throws Exception {
        var answer = preflight(PAGE, "DELETE");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly(PAGE);
        assertThat(answer.all("Access-Control-Allow-Methods").getFirst()).contains("DELETE");
        assertThat(answer.all("Access-Control-Allow-Headers").getFirst())
                .containsIgnoringCase("authorization")
                .containsIgnoringCase("idempotency-key");
        assertThat(answer.all("Access-Control-Max-Age")).containsExactly("3600");
        assertThat(payment.seen()).isEmpty();
    }

    @Test
    void refusesAPreflightOfAnotherOrigin() throws Exception {
        var answer = preflight("http://evil.example.org", "GET");

        assertProblem(answer, 403, "origin-not-allowed");
        assertThat(answer.all("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void refusesAMethodNobodyUses() throws Exception {
        assertThat(preflight(PAGE, "TRACE").status()).isEqualTo(403);
    }

    @Test
    void refusesARequestOfAnotherOrigin() throws Exception {
        var answer = raw("Origin: http://evil.example.org");

        assertProblem(answer, 403, "origin-not-allowed");
        assertThat(payment.seen()).isEmpty();
    }

    @Test
    void saysItOnceWhenTheServiceSaysItToo() throws Exception {
        payment.on(
                "/api/payment/products",
                exchange -> {
                    exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
                    exchange.getResponseHeaders().add("Access-Control-Allow-Credentials", "true");
                    exchange.getResponseHeaders().add("Vary", "Accept");
                    StubService.answer(exchange, 200, "[]");
                });

        var answer = raw("Origin: " + PAGE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly(PAGE);
        assertThat(answer.all("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.all("Access-Control-Expose-Headers").getFirst()).contains("Location");
        assertThat(answer.all("Vary")).contains("Origin", "Accept");
    }

    @Test
    void letsAPageReadARefusal() throws Exception {
        try (var raw = new RawHttp(port)) {
            var answer =
                    raw.send("GET /api/game/x HTTP/1.1", "Host: localhost", "Origin: " + PAGE)
                            .answer();

            assertProblem(answer, 401, "authentication-required");
            assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly(PAGE);
        }
    }

    @Test
    void doesNotMindItsOwnPages() throws Exception {
        assertThat(raw("Origin: http://localhost:" + port).status()).isEqualTo(200);
    }

    private RawHttp.Answer preflight(String origin, String method) throws Exception {
        try (var raw = new RawHttp(port)) {
            return raw.send(
                            "OPTIONS /api/payment/orders/1 HTTP/1.1",
                            "Host: localhost:" + port,
                            "Origin: " + origin,
                            "Access-Control-Request-Method: " + method,
                            "Access-Control-Request-Headers: authorization,idempotency-key")
                    .answer();
        }
    }

    private RawHttp.Answer raw(String header) throws Exception {
        try (var raw = new RawHttp(port)) {
            return raw.send("GET /api/payment/products HTTP/1.1", "Host: localhost:" + port, header)
                    .answer();
        }
    }
}
