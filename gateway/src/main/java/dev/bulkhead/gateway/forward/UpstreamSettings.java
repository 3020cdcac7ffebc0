package dev.bulkhead.gateway.forward;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the gateway talks to the services.
 *
 * @param connections how many at once to one service; streams hold theirs
 * @param connectTimeout for reaching a service
 * @param responseTimeout from the end of the request to the beginning of the answer; a route may
 *     have its own, as metadata {@code response-timeout}
 * @param bodyIdle how long an answer may pause
 * @param streamIdle how long an event stream may pause; longer than its heartbeats are apart
 * @param bodyLimit how large a request body may be; a route may have its own, as metadata {@code
 *     body-limit}
 */
@ConfigurationProperties("bulkhead.gateway.upstream")
record UpstreamSettings(
        @DefaultValue("1024") int connections,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("10s") Duration responseTimeout,
        @DefaultValue("30s") Duration bodyIdle,
        @DefaultValue("90s") Duration streamIdle,
        @DefaultValue("1MB") DataSize bodyLimit) {

    UpstreamSettings {
        positive("connections", connections > 0, connections);
        positive("connect-timeout", connectTimeout.isPositive(), connectTimeout);
        positive("response-timeout", responseTimeout.isPositive(), responseTimeout);
        positive("body-idle", bodyIdle.isPositive(), bodyIdle);
        positive("stream-idle", streamIdle.isPositive(), streamIdle);
        positive("body-limit", bodyLimit.toBytes() > 0, bodyLimit);
    }

    private static void positive(String name, boolean holds, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "bulkhead.gateway.upstream." + name + " must be positive, but is " + value);
        }
    }
}
