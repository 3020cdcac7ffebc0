package dev.bulkhead.shared.web;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The settings every service shares, below all others in precedence. */
class WebDefaults implements EnvironmentPostProcessor {

    static final String SOURCE = "shared-web defaults";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.getPropertySources().contains(SOURCE)) {
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults()));
        }
    }

    private static Map<String, Object> defaults() {
        var defaults = new HashMap<String, Object>();
        defaults.put("bulkhead.issuer", "http://localhost:8080/api/auth");
        defaults.put("bulkhead.jwks-uri", "http://localhost:5500/api/auth/jwks");
        var jwt = "spring.security.oauth2.resourceserver.jwt.";
        defaults.put(jwt + "jwk-set-uri", "${bulkhead.jwks-uri}");
        defaults.put(jwt + "issuer-uri", "${bulkhead.issuer}");
        defaults.put(jwt + "audiences", "bulkhead");

        // Nothing listens beyond the machine unless it is told to.
        defaults.put("server.address", "${BULKHEAD_BIND:127.0.0.1}");
        // The gateway keeps its connections; Tomcat's default of 100 requests would cut them.
        defaults.put("server.tomcat.max-keep-alive-requests", -1);
        // More than the gateway lets through and adds, so that it is the gateway that refuses.
        defaults.put("server.max-http-request-header-size", "32KB");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.forward-headers-strategy", "native");
        defaults.put("spring.web.error.include-message", "never");
        // No service takes forms with files: such a body is an unsupported media type.
        defaults.put("spring.servlet.multipart.enabled", false);
        defaults.put("spring.mvc.formcontent.filter.enabled", false);
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "15s");
        defaults.put("spring.threads.virtual.enabled", true);
        defaults.put("spring.main.banner-mode", "off");
        // Nobody writes aspects here; looking for them takes a twentieth of the start.
        defaults.put("spring.aop.auto", false);
        defaults.put("spring.web.resources.add-mappings", false);
        defaults.put("spring.mvc.log-resolved-exception", false);

        defaults.put("management.endpoints.web.exposure.include", "health");
        defaults.put("management.endpoint.health.probes.enabled", true);
        defaults.put("management.endpoint.health.group.readiness.include", "readinessState,db");
        defaults.put("management.endpoint.health.validate-group-membership", false);
        // W3C's headers, which the gateway passes on, and none of the older ones.
        defaults.put("management.tracing.propagation.type", "w3c");
        // Traces and metrics leave the process only where an endpoint is named.
        defaults.put("management.otlp.metrics.export.enabled", false);
        defaults.put("management.logging.export.otlp.enabled", false);

        // The default pads the place of trace and span with 49 blanks where there are none.
        defaults.put("logging.pattern.correlation", "[%X{traceId:-}] ");
        // A caller's unknown path is theirs to know; the documents are meant to be there.
        defaults.put("logging.level.org.springframework.web.servlet.PageNotFound", "error");
        defaults.put("logging.level.org.springdoc.core.events", "error");

        defaults.put("springdoc.api-docs.path", "/api/${bulkhead.service:service}/openapi");
        defaults.put("springdoc.api-docs.version", "openapi_3_1");
        defaults.put("springdoc.enable-default-api-docs", true);
        defaults.put("springdoc.override-with-generic-response", false);
        return defaults;
    }
}
