package dev.bulkhead.cli.platform;

import java.net.URI;

/**
 * One JVM of the platform.
 *
 * @param name the module, which is also the name of its log and pid file: {@code auth-service}
 * @param key its name in the manifest: {@code auth}
 * @param front whether it stands before the others, so that it is stopped first
 */
public record Member(String name, String key, boolean front, int port) {

    public String address() {
        return "http://localhost:" + port + (front ? "/" : "");
    }

    /** Answers 200 as soon as it can work. */
    URI readiness() {
        return URI.create(
                "http://127.0.0.1:" + port + (front ? "/health" : "/actuator/health/readiness"));
    }

    Member on(int otherPort) {
        return new Member(name, key, front, otherPort);
    }
}
