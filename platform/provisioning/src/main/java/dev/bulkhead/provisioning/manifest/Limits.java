package dev.bulkhead.provisioning.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one session of a role may take, as PostgreSQL's own settings. Against accidents, not malice:
 * a session can raise its timeouts, only {@code temp_file_limit} holds against its will.
 *
 * @param settings setting to value, such as {@code statement_timeout} to {@code 5s}
 */
public record Limits(Map<String, String> settings) {

    /** The runtime user's: a request that takes longer than this has lost its caller already. */
    static final Limits OF_USER =
            new Limits(
                    ordered(
                            "statement_timeout", "5s",
                            "lock_timeout", "2s",
                            "idle_in_transaction_session_timeout", "10s",
                            "transaction_timeout", "30s",
                            "temp_file_limit", "64MB"));

    /** The owner's: migrations may run long, but never wait long for a lock, nor idle. */
    static final Limits OF_OWNER =
            new Limits(
                    ordered(
                            "lock_timeout", "5s",
                            "idle_in_transaction_session_timeout", "60s",
                            "temp_file_limit", "1GB"));

    static final Set<String> KNOWN = OF_USER.settings.keySet();

    public Limits {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    Limits with(Map<String, String> changes) {
        var all = new LinkedHashMap<>(settings);
        all.putAll(changes);
        return new Limits(all);
    }

    private static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
