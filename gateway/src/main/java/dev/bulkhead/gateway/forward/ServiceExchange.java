package dev.bulkhead.gateway.forward;

import dev.bulkhead.gateway.problem.Problem;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/** One request to a service: until its answer begins, the breaker watches; the rest is relayed. */
@Component
class ServiceExchange implements ProxyExchange {

    private static final Logger log = LoggerFactory.getLogger(ServiceExchange.class);

    private final CloseableHttpClient client;
    private final Routes routes;
    private final Set<Integer> failureStatuses;

    ServiceExchange(CloseableHttpClient client, Routes routes, BreakerSettings breaker) {
        this.client = client;
        this.routes = routes;
        this.failureStatuses = breaker.failureStatuses();
    }

    @Override
    public ServerResponse exchange(Request request) {
        var incoming = request.getServerRequest().servletRequest();
        var route = routes.get((String) incoming.getAttribute(MvcUtils.GATEWAY_ROUTE_ID_ATTR));
        var context = HttpClientContext.create();
        context.setRequestConfig(route.config());
        var body = RequestBody.of(incoming, route.bodyLimit(), () -> ServiceClient.abort(context));
        if (body != null && body.tooLarge()) {
            return Problem.bodyTooLarge(route.bodyLimit()).asResponse();
        }
        if (body != null && body.lacksType()) {
            return Problem.malformedRequest("OPTIONS with a body needs a Content-Type.")
                    .asResponse();
        }
        if (!route.breaker().tryAcquirePermission()) {
            return Problem.serviceUnavailable(route.service().name()).asResponse();
        }
        return new Attempt(route, context, body).run(incoming);
    }

    /** A request the breaker has let through; tells it exactly once what came of it. */
    private final class Attempt {

        private final Route route;
        private final @Nullable RequestBody body;
        private final CircuitBreaker breaker;
        private final HttpClientContext context;
        private final long started = System.nanoTime();

        Attempt(Route route, HttpClientContext context, @Nullable RequestBody body) {
            this.route = route;
            this.context = context;
            this.body = body;
            this.breaker = route.breaker();
        }

        ServerResponse run(HttpServletRequest incoming) {
            var told = false;
            try {
                var response = client.executeOpen(route.host(), outgoing(incoming), context);
                if (failureStatuses.contains(response.getCode())) {
                    failed(new IOException("status " + response.getCode()));
                } else {
                    breaker.onSuccess(System.nanoTime() - started, TimeUnit.NANOSECONDS);
                }
                told = true;
                return new Relay(response, context, route.service().name());
            } catch (IOException e) {
                told = true;
                return problem(e).asResponse();
            } finally {
                if (!told) {
                    breaker.releasePermission();
                }
            }
        }

        private ClassicHttpRequest outgoing(HttpServletRequest incoming) {
            var query = incoming.getQueryString();
            var path = incoming.getRequestURI();
            var outgoing =
                    new BasicClassicHttpRequest(
                            incoming.getMethod(),
                            route.host(),
                            query == null ? path : path + "?" + query);
            Headers.send(incoming, outgoing);
            if (body != null) {
                outgoing.setEntity(body);
            }
            return outgoing;
        }

        private Problem problem(IOException e) {
            var service = route.service().name();
            if (body != null && body.tooLarge()) {
                breaker.releasePermission();
                return Problem.bodyTooLarge(route.bodyLimit());
            }
            if (body != null && body.clientFailed()) {
                breaker.releasePermission();
                return Problem.malformedRequest("The body broke off.");
            }
            if (e instanceof ConnectionRequestTimeoutException) {
                // All connections are in use: that is load, and no sign that the service is down.
                breaker.releasePermission();
                log.warn("Service {}: no connection free", service);
                return Problem.serviceUnavailable(service);
            }
            failed(e);
            log.debug("Service {}: {}", service, e.toString());
            return switch (e) {
                case ConnectException _,
                        ConnectTimeoutException _,
                        NoRouteToHostException _,
                        UnknownHostException _ ->
                        Problem.serviceUnavailable(service);
                case SocketTimeoutException _ -> Problem.serviceTimeout(service);
                default -> Problem.serviceFailed(service);
            };
        }

        private void failed(IOException e) {
            breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, e);
        }
    }
}
