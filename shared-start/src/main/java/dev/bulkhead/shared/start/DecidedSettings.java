package dev.bulkhead.shared.start;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Writes down, when a service is built, which settings were asked for and what they were. */
class DecidedSettings implements BeanFactoryInitializationAotProcessor {

    static final String FILE = "META-INF/bulkhead/decided.properties";

    /** Read at each start, also with prepared beans. */
    private static final List<String> FREE =
            List.of(
                    PreparedBeans.SWITCH,
                    "spring.aot.",
                    "logging.",
                    "spring.output.",
                    "spring.application.",
                    "debug",
                    "trace");

    /** Of an address or a number, conditions only ask whether it is there. */
    private static final Pattern ADDRESS_OR_NUMBER = Pattern.compile("\\d+|[a-z+]+:.*");

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beans) {
        var environment =
                beans.getBean(
                        ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
                        ConfigurableEnvironment.class);
        if (!(environment.getPropertySources().get(AskedSettings.NAME)
                instanceof AskedSettings asked)) {
            return null;
        }
        return (context, _) -> {
            var text = new StringBuilder();
            for (var name : new TreeSet<>(asked.getSource())) { // asking again adds to it
                if (decides(name)) {
                    text.append(name).append('=').append(answer(name, environment)).append('\n');
                }
            }
            context.getGeneratedFiles().addResourceFile(FILE, text.toString());
        };
    }

    /**
     * Placeholders with a default, and places in lists, are asked for under their names as well.
     */
    private static boolean decides(String name) {
        return name.indexOf(':') < 0
                && name.indexOf('[') < 0
                && FREE.stream().noneMatch(name::startsWith);
    }

    static String answer(String name, Environment environment) {
        var value = environment.getProperty(name, "").strip();
        return ADDRESS_OR_NUMBER.matcher(value).matches() ? "set" : value;
    }
}
