package dev.bulkhead.gateway.forward;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.config.RouteProperties;
import org.springframework.stereotype.Component;

/** The configured routes, and the services they lead to. */
@Component
public class Routes {

    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private final Map<String, Route> byId = new HashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, CircuitBreaker> breakers = new HashMap<>();

    Routes(GatewayMvcProperties routes, UpstreamSettings upstream, BreakerSettings breaker) {
        for (var route : routes.getRoutes()) {
            add(route, upstream, breaker);
        }
    }

    /** Every service, in the order of the routes. */
    public List<Service> services() {
        return List.copyOf(services.values());
    }

    Route get(String id) {
        return byId.get(id);
    }

    private void add(RouteProperties route, UpstreamSettings upstream, BreakerSettings settings) {
        var metadata = Route.Metadata.of(route.getMetadata());
        var uri = route.getUri();
        if (metadata.service() == null) {
            throw new IllegalArgumentException(
                    "The route " + route.getId() + " needs metadata.service, the service's name");
        }
        if (uri == null || uri.getHost() == null || !plain(uri.getPath())) {
            throw new IllegalArgumentException(
                    "The route "
                            + route.getId()
                            + " needs a uri like http://host:port without a path, but has "
                            + uri);
        }
        var service = services.computeIfAbsent(metadata.service(), name -> new Service(name, uri));
        if (!service.address().equals(uri)) {
            throw new IllegalArgumentException(
                    "The routes of the service "
                            + service.name()
                            + " lead to "
                            + service.address()
                            + " and to "
                            + uri);
        }
        var limit = metadata.bodyLimit() == null ? upstream.bodyLimit() : metadata.bodyLimit();
        var timeout =
                metadata.responseTimeout() == null
                        ? upstream.responseTimeout()
                        : metadata.responseTimeout();
        byId.put(
                route.getId(),
                new Route(
                        service,
                        HttpHost.create(uri),
                        breakers.computeIfAbsent(service.name(), name -> breaker(name, settings)),
                        limit.toBytes(),
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(Timeout.of(upstream.connectTimeout()))
                                .setResponseTimeout(Timeout.of(timeout))
                                .setProtocolUpgradeEnabled(false)
                                .build()));
    }

    private static boolean plain(String path) {
        return path == null || path.isEmpty() || path.equals("/");
    }

    private static CircuitBreaker breaker(String service, BreakerSettings settings) {
        var breaker = CircuitBreaker.of(service, settings.configuration());
        breaker.getEventPublisher()
                .onStateTransition(event ->
                        log.warn(
                                "Service {}: breaker {} -> {}",
                                service,
                                event.getStateTransition().getFromState(),
                                event.getStateTransition().getToState()));
        return breaker;
    }
}
