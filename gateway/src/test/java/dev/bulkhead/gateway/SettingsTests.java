package dev.bulkhead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.NestedExceptionUtils;

/** A wrong setting stops the start, and the message names it. */
class SettingsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bulkhead.gateway.upstream.response-timeout=-1s | upstream.response-timeout must be positive
                    bulkhead.gateway.upstream.body-limit=0B | upstream.body-limit must be positive
                    bulkhead.gateway.breaker.failure-percent=101 | bulkhead.gateway.breaker needs
                    bulkhead.gateway.rate-limit.user.burst=0 | a rate in bulkhead.gateway.rate-limit needs
                    bulkhead.gateway.rate-limit.max-clients=0 | rate-limit.max-clients must be positive
                    bulkhead.gateway.public-paths=api/x | bulkhead.gateway.public-paths takes "/path"
                    bulkhead.gateway.closed-paths=GETT /x | bulkhead.gateway.closed-paths takes "/path"
                    bulkhead.jwks-uri=localhost:5500/jwks | bulkhead.jwks-uri must be an http(s) address
                    BULKHEAD_GAME_URL=http://localhost:1/base | The route game needs a uri like http://host:port
                    """)
    void isRefusedByName(String setting, String message) {
        assertThatThrownBy(() ->
                        new SpringApplicationBuilder(GatewayApplication.class)
                                .run("--" + setting, "--server.port=0", "--logging.level.root=off")
                                .close())
                .satisfies(e ->
                        assertThat(NestedExceptionUtils.getMostSpecificCause(e))
                                .hasMessageContaining(message));
    }
}
