package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.database.Seeds;
import java.time.Duration;

/**
 * What one {@code up} was asked for.
 *
 * @param databases which rung, on which servers
 * @param detached whether everything goes on when the command has ended
 * @param seeds which rows the databases start with
 * @param despiteHoles whether to start although a service could do more than the manifest intends
 * @param archive whether to archive the classes of libraries that have not been yet
 * @param patience how long an application may take to be ready
 */
public record Launch(
        DatabaseChoice databases,
        PortChoices ports,
        boolean detached,
        Seeds seeds,
        boolean despiteHoles,
        boolean archive,
        Duration patience) {}
