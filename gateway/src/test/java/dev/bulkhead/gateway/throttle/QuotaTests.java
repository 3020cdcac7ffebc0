package dev.bulkhead.gateway.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class QuotaTests {

    @Test
    void remembersNoMoreClientsThanItMay() throws Exception {
        var quota = new Quota("address", new Rate(1, Duration.ofHours(1), 1), 100);
        for (int i = 0; i < 50_000; i++) {
            quota.admits(
                    "client " + i, new MockHttpServletRequest(), new MockHttpServletResponse());
        }
        assertThat(quota.clients()).isLessThanOrEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "2001:db8:1:2:ffff:0:0:1, 2001:db8:1:2",
        "0:0:0:0:0:0:0:1, 0:0:0:0"
    })
    void takesANetworkForOneClient(String address, String client) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);

        assertThat(Throttle.network(request)).isEqualTo(client);
    }

    @Test
    void aRateNeedsSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rate(0, Duration.ofSeconds(1), 5))
                .withMessageContaining("bulkhead.gateway.rate-limit");
    }
}
