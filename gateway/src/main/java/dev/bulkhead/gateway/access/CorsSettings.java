package dev.bulkhead.gateway.access;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Which web pages of other origins may call the platform.
 *
 * @param allowedOrigins such as {@code https://app.example.org}; empty means none
 * @param exposedHeaders response headers such a page may read
 * @param allowCredentials whether cookies may come along; tokens do not need it
 * @param maxAge how long a browser may remember the permission
 */
@ConfigurationProperties("bulkhead.gateway.cors")
record CorsSettings(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue List<String> exposedHeaders,
        @DefaultValue("false") boolean allowCredentials,
        @DefaultValue("1h") Duration maxAge) {

    CorsSettings {
        if (allowCredentials && allowedOrigins.contains("*")) {
            throw new IllegalArgumentException(
                    "bulkhead.gateway.cors.allowed-origins must name the origins when"
                            + " allow-credentials is true");
        }
    }

    CorsConfiguration configuration() {
        var cors = new CorsConfiguration();
        cors.setAllowedOrigins(allowedOrigins);
        cors.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        cors.setExposedHeaders(exposedHeaders);
        cors.setAllowCredentials(allowCredentials);
        cors.setMaxAge(maxAge);
        return cors;
    }
}
