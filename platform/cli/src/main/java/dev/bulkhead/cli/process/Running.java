package dev.bulkhead.cli.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A process of the platform, as its pid file remembers it.
 *
 * @param name what it is: a module of the platform, or the server
 * @param port where it listens on loopback
 * @param front whether it stands before the others and is stopped first
 * @param build which build it runs, so that an outdated one is recognised
 * @param readyAfter from its start until it answered, or null as long as it has not
 */
public record Running(
        String name,
        ProcessIdentity process,
        int port,
        boolean front,
        String build,
        @Nullable Duration readyAfter) {

    public Running readyAfter(Duration duration) {
        return new Running(name, process, port, front, build, duration);
    }

    public boolean alive() {
        return process.alive();
    }
}
