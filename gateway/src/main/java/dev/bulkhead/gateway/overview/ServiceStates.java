package dev.bulkhead.gateway.overview;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.bulkhead.gateway.forward.Routes;
import dev.bulkhead.gateway.forward.Service;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Asks all services at once whether they are ready, and remembers the answers for a moment. */
@Component
class ServiceStates implements DisposableBean {

    private final Routes routes;
    private final OverviewSettings settings;
    private final HttpClient client;
    private final LoadingCache<String, List<ServiceState>> states;

    ServiceStates(Routes routes, OverviewSettings settings) {
        this.routes = routes;
        this.settings = settings;
        this.client = HttpClient.newBuilder().connectTimeout(settings.probeTimeout()).build();
        this.states =
                Caffeine.newBuilder().expireAfterWrite(settings.probeEvery()).build(all -> probe());
    }

    List<ServiceState> now() {
        return states.get("all");
    }

    private List<ServiceState> probe() {
        var probes = routes.services().stream().map(this::probe).toList();
        return probes.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<ServiceState> probe(Service service) {
        var request =
                HttpRequest.newBuilder(service.address().resolve(settings.readinessPath()))
                        .timeout(settings.probeTimeout())
                        .build();
        return client.sendAsync(request, BodyHandlers.discarding())
                .handle((answer, failure) -> failure == null && answer.statusCode() == 200)
                .completeOnTimeout(false, settings.probeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(up ->
                        new ServiceState(
                                service.name(),
                                up ? "up" : "down",
                                settings.documentationOf(service.name())));
    }

    @Override
    public void destroy() {
        client.shutdownNow();
    }

    /** A service as the overview shows it; its address stays inside. */
    record ServiceState(String name, String state, String documentation) {}
}
