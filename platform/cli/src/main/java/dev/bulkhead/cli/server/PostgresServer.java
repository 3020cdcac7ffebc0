package dev.bulkhead.cli.server;

import dev.bulkhead.cli.process.Running;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.archive.ServerFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server of a platform: the shared one, or the one that a service has to itself. */
public interface PostgresServer {

    /** The shared server's name on the command line, in logs and of its pid file. */
    String SHARED = "postgres";

    /** The name of a service's own server. */
    static String nameOf(String service) {
        return SHARED + "-" + service;
    }

    /** Whether a pid file of this name is a server's. */
    static boolean isName(String name) {
        return name.equals(SHARED) || name.startsWith(SHARED + "-");
    }

    /** {@value #SHARED}, or {@code postgres-auth} when the service auth has it to itself. */
    String name();

    /** Whether it is started and stopped with the platform. */
    boolean ours();

    /** The process of a server of ours. */
    Optional<Running> runningNow();

    /** Decides where a server of ours will listen, so that several can start at once. */
    void choosePort();

    /** Starts it unless it runs. */
    Reached start();

    /** The server without starting it; empty when one of ours does not run. */
    Optional<Reached> reachable();

    /** Starts again where it listens now, once it has been stopped. */
    void keepPort();

    /** Its files, where they are on this machine. */
    Optional<LocalFiles> files();

    /** Asks it to end, and does not wait. */
    void askToStop();

    void stop();

    /** Ends a server of ours and deletes everything it keeps. */
    void discard();

    /**
     * A server that can be worked on.
     *
     * @param note what a person should know, such as a port that had to move
     */
    record Reached(DatabaseServer server, String note) {}

    /**
     * What works on a server's files must know.
     *
     * @param home where the {@code bin/postgres} lies that runs it, or null for the embedded one
     * @param settings with which it runs
     */
    record LocalFiles(ServerFiles server, @Nullable Path home, Map<String, String> settings) {

        /** What it writes to its own log. */
        public Path log() {
            return server.data().resolveSibling("server.log");
        }
    }
}
