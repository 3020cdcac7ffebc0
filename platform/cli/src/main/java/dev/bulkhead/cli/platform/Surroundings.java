package dev.bulkhead.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The environment an application starts with: what the machine needs, what the application's own
 * configuration asks for by name, and nothing else. A key that lies in the launcher's environment
 * for one service is no business of the others.
 */
final class Surroundings {

    private static final Set<String> MACHINE =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "LANG",
                    "TZ",
                    "TMPDIR",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy");

    private static final String CONFIGURATION = "src/main/resources/application.yml";

    /** As in {@code api-key: ${STRIPE_API_KEY:}}. */
    private static final Pattern ASKED_FOR = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}]");

    private Surroundings() {}

    /**
     * @param module the application's sources; {@code auth-service} also gets every {@code
     *     BULKHEAD_AUTH_…}
     * @param told what the launcher itself has to say; wins over what was inherited
     */
    static Map<String, String> of(
            Map<String, String> inherited, Path module, Map<String, String> told) {
        var prefix = prefix(module);
        var askedFor = askedFor(module.resolve(CONFIGURATION));
        var environment = new TreeMap<String, String>();
        inherited.forEach((name, value) -> {
            if (MACHINE.contains(name)
                    || name.startsWith("LC_")
                    || name.startsWith("OTEL_")
                    || name.startsWith(prefix)
                    || askedFor.contains(name)) {
                environment.put(name, value);
            }
        });
        environment.putAll(told);
        return environment;
    }

    private static String prefix(Path module) {
        var name = module.getFileName().toString().replaceFirst("-service$", "");
        return "BULKHEAD_" + Members.upper(name) + "_";
    }

    private static Set<String> askedFor(Path configuration) {
        var names = new TreeSet<String>();
        try {
            ASKED_FOR
                    .matcher(Files.readString(configuration))
                    .results()
                    .forEach(it -> names.add(it.group(1)));
        } catch (IOException e) {
            return Set.of(); // it asks for nothing
        }
        return names;
    }
}
