package dev.bulkhead.media.persistence;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * With persistence off there is no data source, and so none of what Spring Boot builds on one:
 * neither pool nor JPA nor Flyway, and no database in the readiness of the service.
 */
class NoDatabase implements EnvironmentPostProcessor, Ordered {

    private static final String EXCLUDE = "spring.autoconfigure.exclude";
    private static final String DATA_SOURCE =
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (PersistenceSwitch.isOn(environment)) {
            return;
        }
        var excluded = environment.getProperty(EXCLUDE);
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "without persistence",
                                Map.of(
                                        EXCLUDE,
                                        excluded == null
                                                ? DATA_SOURCE
                                                : excluded + "," + DATA_SOURCE,
                                        "management.endpoint.health.group.readiness.include",
                                        "readinessState")));
    }

    /** After the configuration files were read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
