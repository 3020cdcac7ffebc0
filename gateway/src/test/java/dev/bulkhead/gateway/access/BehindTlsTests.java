package dev.bulkhead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RunningGateway;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Behind a proxy that ends TLS, and which the settings name, its word counts. */
@TestPropertySource(
        properties = {
            "server.forward-headers-strategy=native",
            "server.tomcat.remoteip.internal-proxies=127\\.0\\.0\\.1|0:0:0:0:0:0:0:1"
        })
class BehindTlsTests extends RunningGateway {

    @Test
    void tellsServicesTheClientsAddressAndScheme() throws Exception {
        var answer =
                send(
                        request("/api/payment/products")
                                .header("X-Forwarded-For", "203.0.113.7")
                                .header("X-Forwarded-Proto", "https"));

        assertThat(payment.last().header("X-Forwarded-For")).isEqualTo("203.0.113.7");
        assertThat(payment.last().header("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
}
