package dev.bulkhead.cli.platform;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The environment an application starts with: what the machine needs, what is meant for this application, and nothing
 * else. A key that lies in the launcher's environment for one service is no business of the other three.
 */
final class Surroundings {

    private static final Set<String> MACHINE =
            Set.of(
                    "PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
                    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private Surroundings() {}

    /**
     * @param service its name in the manifest; {@code BULKHEAD_<SERVICE>_…} is passed on to it alone
     * @param own what the launcher itself tells the application; wins over what was inherited
     */
    static Map<String, String> of(Map<String, String> inherited, String service, Map<String, String> own) {
        var environment = new TreeMap<String, String>();
        var prefix = "BULKHEAD_" + service.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_";
        Predicate<String> passes =
                name ->
                        MACHINE.contains(name)
                                || name.startsWith("LC_")
                                || name.startsWith("OTEL_")
                                || name.startsWith(prefix);
        inherited.forEach(
                (name, value) -> {
                    if (passes.test(name)) {
                        environment.put(name, value);
                    }
                });
        environment.putAll(own);
        return environment;
    }
}
