package dev.bulkhead.cli.platform;

import java.net.URI;
import java.util.Map;

/**
 * One JVM of the platform as this start wants it.
 *
 * @param name the module, which is also the name of its log and pid file: {@code auth-service}
 * @param key its name in the manifest: {@code auth}
 * @param front whether it stands before the others, so that it is stopped first
 * @param readiness answers 200 as soon as it can work
 * @param environment what it is told; secrets only as paths of files
 */
public record Member(
        String name, String key, boolean front, int port, URI readiness, Map<String, String> environment) {

    public String address() {
        return "http://localhost:" + port + (front ? "/" : "");
    }
}
