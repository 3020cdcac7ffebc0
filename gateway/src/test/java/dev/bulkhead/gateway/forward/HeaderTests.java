package dev.bulkhead.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTests extends RunningGateway {

    static final String[] SPOOFED = {
        "X-Forwarded-For: 203.0.113.7",
        "x-forwarded-for: 203.0.113.8",
        "X-Forwarded-Host: evil.example.org",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 443",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded-User: root",
        "X-Real-IP: 203.0.113.7",
        "Forwarded: for=203.0.113.7;host=evil.example.org"
    };

    @Test
    void saysItselfWhoAskedAndIgnoresWhatTheClientClaims() throws Exception {
        ask(SPOOFED);

        var headers = payment.last().headers();
        assertThat(headers.get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(headers.get("X-Forwarded-Host")).containsExactly("shop.example.org:1234");
        assertThat(headers.get("X-Forwarded-Proto")).containsExactly("http");
        assertThat(headers.get("X-Forwarded-Port")).containsExactly("1234");
        assertThat(headers.get("X-Forwarded-Prefix")).isNull();
        assertThat(headers.get("X-Forwarded-User")).isNull();
        assertThat(headers.get("X-Real-IP")).isNull();
        assertThat(headers.get("Forwarded")).isNull();
        assertThat(headers.getFirst("Host")).startsWith("localhost:");
    }

    @Test
    void cannotBeKeptFromSayingSo() throws Exception {
        ask("Connection: keep-alive, X-Forwarded-For, X-Forwarded-Proto");

        assertThat(payment.last().header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(payment.last().header("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    void keepsHeadersOfOneConnectionToThatConnection() throws Exception {
        ask(
                "Connection: keep-alive, x-private",
                "Connection: X-Other",
                "X-Private: 1",
                "X-Other: 1",
                "X-Public: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic YTpi",
                "TE: trailers",
                "Trailer: X-Sum",
                "Upgrade: websocket");

        var headers = payment.last().headers();
        assertThat(headers.getFirst("X-Public")).isEqualTo("1");
        for (var name :
                new String[] {
                    "X-Private",
                    "X-Other",
                    "Keep-Alive",
                    "Proxy-Connection",
                    "Proxy-Authorization",
                    "TE",
                    "Trailer",
                    "Upgrade"
                }) {
            assertThat(headers.get(name)).as(name).isNull();
        }
    }

    @Test
    void keepsThemOnTheWayBackToo() throws Exception {
        payment.on(
                "/api/payment/products",
                exchange -> {
                    var headers = exchange.getResponseHeaders();
                    headers.add("Connection", "X-Private");
                    headers.add("X-Private", "1");
                    headers.add("Keep-Alive", "timeout=5");
                    headers.add("X-Public", "1");
                    StubService.answer(exchange, 200, "[]");
                });

        var answer = ask();

        assertThat(answer.all("X-Public")).containsExactly("1");
        assertThat(answer.all("X-Private")).isEmpty();
        assertThat(answer.all("Keep-Alive")).doesNotContain("timeout=5");
        assertThat(answer.all("Connection")).doesNotContain("X-Private");
    }

    @Test
    void passesTracesAndRequestIdsOn() throws Exception {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var answer = ask("traceparent: " + trace, "tracestate: a=b", "X-Request-Id: order-77_a.b");

        assertThat(payment.last().header("traceparent")).isEqualTo(trace);
        assertThat(payment.last().header("tracestate")).isEqualTo("a=b");
        assertThat(payment.last().headers().get("X-Request-Id")).containsExactly("order-77_a.b");
        assertThat(answer.all("X-Request-Id")).containsExactly("order-77_a.b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Request-Id: a b", "X-Request-Id: <script>"})
    void namesARequestThatHasNoDecentName(String header) throws Exception {
        var answer = header.isEmpty() ? ask() : ask(header);

        assertThat(answer.all("X-Request-Id")).hasSize(1);
        assertThat(answer.all("X-Request-Id").getFirst()).matches("[0-9a-f]{8,32}");
        assertThat(payment.last().headers().get("X-Request-Id"))
                .isEqualTo(answer.all("X-Request-Id"));
    }

    @Test
    void namesItselfToNobody() throws Exception {
        ask();

        assertThat(payment.last().headers().get("User-Agent")).isNull();
        assertThat(payment.last().headers().get("Via")).isNull();
    }

    private RawHttp.Answer ask(String... headers) throws Exception {
        try (var raw = new RawHttp(port)) {
            raw.text("GET /api/payment/products HTTP/1.1\r\nHost: shop.example.org:1234\r\n");
            for (var header : headers) {
                raw.text(header + "\r\n");
            }
            return raw.text("\r\n").answer();
        }
    }
}
