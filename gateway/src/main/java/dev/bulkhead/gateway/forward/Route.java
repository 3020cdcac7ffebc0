package dev.bulkhead.gateway.forward;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** What the gateway has to know to carry a request of one route, worked out once. */
record Route(
        Service service,
        HttpHost host,
        CircuitBreaker breaker,
        long bodyLimit,
        RequestConfig config) {

    /**
     * A route's {@code metadata}.
     *
     * @param service name of the service; required
     * @param bodyLimit instead of {@code bulkhead.gateway.upstream.body-limit}
     * @param responseTimeout instead of {@code bulkhead.gateway.upstream.response-timeout}
     */
    record Metadata(
            @Nullable String service,
            @Nullable DataSize bodyLimit,
            @Nullable Duration responseTimeout) {

        static Metadata of(Map<String, Object> metadata) {
            return new Binder(new MapConfigurationPropertySource(metadata))
                    .bindOrCreate("", Metadata.class);
        }
    }
}
