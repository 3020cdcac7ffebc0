package dev.bulkhead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserHeaderTests extends RunningGateway {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/docs", "/api/payment/products", "/api/game/x", "/nothing", "/health"})
    void protectsEveryAnswer(String path) throws Exception {
        var headers = send(request(path)).headers();

        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void saysEachThingOnceWhenTheServiceSaysItToo() throws Exception {
        payment.on(
                "/api/payment/products",
                exchange -> {
                    var headers = exchange.getResponseHeaders();
                    headers.add("X-Content-Type-Options", "nosniff");
                    headers.add("X-Frame-Options", "DENY");
                    headers.add("Cache-Control", "max-age=60");
                    headers.add("Server", "stub/1.0");
                    headers.add("X-Powered-By", "stub");
                    StubService.answer(exchange, 200, "[]");
                });

        var headers = send(request("/api/payment/products")).headers();

        assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.allValues("Cache-Control")).containsExactly("max-age=60");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("X-Powered-By")).isEmpty();
    }

    @Test
    void letsItsOwnPagesLoadNothingFromElsewhere() throws Exception {
        assertThat(send(request("/")).headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("http");
    }
}
