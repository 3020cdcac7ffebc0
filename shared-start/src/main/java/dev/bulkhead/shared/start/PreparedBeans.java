package dev.bulkhead.shared.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
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
class PreparedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    static final String SWITCH = "bulkhead.aot";

    private static final Log log = LogFactory.getLog(PreparedBeans.class);

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
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

    /** After all have put their settings in, and logging is there. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
