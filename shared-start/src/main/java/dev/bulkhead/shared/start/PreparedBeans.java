package dev.bulkhead.shared.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.commons.logging.Log;
import org.springframework.aot.AotDetector;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * With {@code bulkhead.aot=true} a service starts with the beans that Spring AOT worked out when it
 * was built, which saves a third of the start.
 *
 * <p>Conditions are answered at build time then, and a setting that would have answered one
 * otherwise would be ignored in silence (<a
 * href="https://docs.spring.io/spring-boot/reference/packaging/aot.html">Spring Boot, Ahead-of-Time
 * Processing With the JVM</a>). So the build writes down what was asked, and where one of these
 * settings has changed, the service works its beans out itself and says why.
 */
class PreparedBeans implements EnvironmentPostProcessor, Ordered {

    static final String SWITCH = "bulkhead.aot";

    private final Log log;

    PreparedBeans(DeferredLogFactory logs) {
        log = logs.getLog(PreparedBeans.class);
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getProperty(SWITCH, Boolean.class, false)) {
            var decided = decided();
            var changed = changed(decided, environment);
            if (decided.isEmpty()) {
                log.warn("Nothing was prepared when this was built, so it starts without.");
            } else if (!changed.isEmpty()) {
                log.info(
                        "Starts without prepared beans, because settings differ from the build's: "
                                + String.join(", ", changed));
            }
            var use = !decided.isEmpty() && changed.isEmpty();
            SpringProperties.setProperty(AotDetector.AOT_ENABLED, Boolean.toString(use));
        }
    }

    private static Properties decided() {
        var file = new ClassPathResource(DecidedSettings.FILE);
        if (!file.exists()) {
            return new Properties();
        }
        try {
            return PropertiesLoaderUtils.loadProperties(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> changed(Properties decided, Environment environment) {
        var changed = new ArrayList<String>();
        for (var name : decided.stringPropertyNames()) {
            if (!decided.getProperty(name).equals(DecidedSettings.answer(name, environment))) {
                changed.add(name);
            }
        }
        changed.sort(null);
        return changed;
    }

    /** After the configuration files were read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
