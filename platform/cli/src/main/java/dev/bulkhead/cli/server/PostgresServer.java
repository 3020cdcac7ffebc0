package dev.bulkhead.cli.server;

import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.Optional;

/** The one server that holds every database of this platform. */
public interface PostgresServer {

    String NAME = "postgres";

    /** Whether it is started and stopped with the platform. */
    boolean ours();

    /** The process of a server of ours. */
    Optional<Running> runningNow();

    /** Starts it unless it runs, and says so on the step, which it leaves open. */
    Reached start(Screen.Step step);

    /** The server without starting it; empty when one of ours does not run. */
    Optional<Reached> reachable();

    void stop();

    /**
     * A server that can be worked on.
     *
     * @param note what a person should know, such as a port that had to move
     */
    record Reached(DatabaseServer server, String note) {}
}
