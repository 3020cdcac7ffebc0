package dev.bulkhead.shared.web;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what Spring Boot would configure because a library has it and no service uses it: each
 * bean makes every look-up of another one slower while a service starts.
 *
 * <p>Metrics are kept only where somebody can read them: with an endpoint that shows them ({@code
 * management.endpoints.web.exposure.include}), or one that they are sent to ({@code
 * management.otlp.metrics.export.enabled}, for others {@code
 * management.defaults.metrics.export.enabled}).
 */
class NeededAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final Set<String> UNUSED =
            Set.of(
                    // Spring Data's pages, which page by offset; see PageQuery.
                    "org.springframework.boot.data.autoconfigure.web.DataWebAutoConfiguration",
                    "org.springdoc.core.configuration.SpringDocPageableConfiguration",
                    "org.springdoc.core.configuration.SpringDocSortConfiguration",
                    // Of /actuator only health is open.
                    "org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration",
                    "org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration",
                    "org.springframework.boot.health.autoconfigure.application.SslHealthContributorAutoConfiguration",
                    // The OpenAPI documents are written with Jackson 2, but nothing else.
                    "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration",
                    // Schemas are the provisioner's.
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
                    "org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration");

    private boolean metrics;
    private boolean sentLogs;

    @Override
    public void setEnvironment(Environment environment) {
        var shown =
                environment.getProperty(
                        "management.endpoints.web.exposure.include", String[].class, new String[0]);
        metrics =
                Arrays.stream(shown).anyMatch(Set.of("*", "metrics", "prometheus")::contains)
                        || on(environment, "management.otlp.metrics.export.enabled")
                        || on(environment, "management.defaults.metrics.export.enabled");
        sentLogs = on(environment, "management.logging.export.otlp.enabled");
    }

    private static boolean on(Environment environment, String setting) {
        return environment.getProperty(setting, Boolean.class, false);
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        var needed = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            needed[i] = names[i] != null && needed(names[i]);
        }
        return needed;
    }

    private boolean needed(String name) {
        if (UNUSED.contains(name)) {
            return false;
        }
        if (!name.startsWith("org.springframework.boot.")) {
            return true;
        }
        return (metrics || !name.contains(".metrics."))
                && (sentLogs || !name.contains(".opentelemetry.autoconfigure.logging."));
    }
}
