package dev.bulkhead.gateway.overview;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the gateway shows of the services.
 *
 * @param readinessPath where a service says whether it is ready; never reachable from outside
 * @param probeTimeout a service that takes longer counts as down
 * @param probeEvery how long a finding is good for
 * @param documentationPath where a service documents itself; {@code {service}} is its name
 */
@ConfigurationProperties("bulkhead.gateway.overview")
record OverviewSettings(
        @DefaultValue("/actuator/health/readiness") String readinessPath,
        @DefaultValue("1s") Duration probeTimeout,
        @DefaultValue("2s") Duration probeEvery,
        @DefaultValue("/api/{service}/openapi") String documentationPath) {

    String documentationOf(String service) {
        return documentationPath.replace("{service}", service);
    }
}
