package dev.bulkhead.auth.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class OriginResolverTests {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    127.0.0.1,    198.51.100.7,               198.51.100.7
                    127.0.0.1,    '10.0.0.1, 198.51.100.7',   198.51.100.7
                    172.18.0.5,   198.51.100.7,               198.51.100.7
                    fd00:0:0::1,  2001:db8::1,                2001:db8:0:0:0:0:0:1
                    ::1,          127.0.0.1,                  127.0.0.1
                    127.0.0.1,    unknown,                    127.0.0.1
                    127.0.0.1,    ' ',                        127.0.0.1
                    127.0.0.1,    '198.51.100.7, example.org',127.0.0.1
                    203.0.113.80, 198.51.100.7,               203.0.113.80
                    fe80::1%eth0, 198.51.100.7,               fe80:0:0:0:0:0:0:1
                    """)
    void believesTheGatewayAndNobodyBeforeIt(String connected, String forwarded, String expected) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(connected);
        request.addHeader("X-Forwarded-For", forwarded);

        assertThat(OriginResolver.originOf(request).address()).isEqualTo(expected);
    }

    @Test
    void takesTheLastOfSeveralHeaders() {
        var request = new MockHttpServletRequest();
        request.addHeader("X-Forwarded-For", "192.0.2.1");
        request.addHeader("X-Forwarded-For", "192.0.2.2");

        assertThat(OriginResolver.originOf(request).address()).isEqualTo("192.0.2.2");
        assertThat(OriginResolver.originOf(request).userAgent()).isNull();
    }
}
