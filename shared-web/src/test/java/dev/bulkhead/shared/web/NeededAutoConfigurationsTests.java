package dev.bulkhead.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class NeededAutoConfigurationsTests {

    @Test
    void nobodyReadsMetricsSoNoneAreKept() {
        try (var service = run()) {
            assertThat(service.getBeanDefinitionNames())
                    .doesNotContain(
                            "jvmMemoryMetrics", "tomcatMetricsBinder", "meterRegistryCloser")
                    .contains("webMvcObservationFilter", "healthEndpoint");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.endpoints.web.exposure.include=health,metrics",
                "management.endpoints.web.exposure.include=*",
                "management.otlp.metrics.export.enabled=true",
                "management.defaults.metrics.export.enabled=true"
            })
    void keepsThemForWhoeverReadsThem(String setting) {
        try (var service = run(setting)) {
            assertThat(service.getBeanDefinitionNames()).contains("jvmMemoryMetrics");
        }
    }

    @Test
    void sendsLogsWhereThatIsAskedFor() {
        try (var quiet = run();
                var sending = run("management.logging.export.otlp.enabled=true")) {
            assertThat(quiet.containsBean("openTelemetrySdkLoggerProvider")).isFalse();
            assertThat(sending.containsBean("openTelemetrySdkLoggerProvider")).isTrue();
        }
    }

    private static ConfigurableApplicationContext run(String... settings) {
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.SERVLET)
                .run(
                        Stream.concat(Stream.of("server.port=0"), Stream.of(settings))
                                .map(it -> "--" + it)
                                .toArray(String[]::new));
    }

    @Configuration
    @EnableAutoConfiguration
    static class Service {}
}
