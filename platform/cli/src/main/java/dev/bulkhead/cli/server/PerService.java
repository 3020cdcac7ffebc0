package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An option that may be repeated: plain for what services share, {@code media=…} for the service
 * media alone.
 */
public final class PerService {

    /** The key of what services share. */
    public static final String SHARED = "";

    /**
     * A service's name never holds the colon or the slash that an address or a path begins with.
     */
    private static final Pattern OF_SERVICE = Pattern.compile("([a-z][a-z0-9_]*)=(.*)");

    private PerService() {}

    /** The values by service, in the order in which they were given. */
    public static Map<String, String> of(String option, List<String> values) {
        var found = new LinkedHashMap<String, String>();
        for (var value : values) {
            var match = OF_SERVICE.matcher(value);
            var service = match.matches() ? match.group(1) : SHARED;
            if (found.put(service, match.matches() ? match.group(2) : value) != null) {
                throw Mistake.usage(
                        option
                                + " is given twice"
                                + (service.isEmpty() ? "" : " for " + service)
                                + ".");
            }
        }
        return found;
    }
}
