package dev.bulkhead.toolbox.archive;

import java.sql.Connection;
import java.util.Optional;

/** Whoever can stop and start the server that is restored. */
public interface ServerControl {

    /** As administrator; empty when the server does not run. */
    Optional<Connection> connect();

    /** Returns when it is gone, its log archived as far as it could be. */
    void stop();

    /**
     * Starts it on the data that are there now and returns when it answers, though it may still be
     * recovering.
     */
    void start();

    /** The end of what it wrote to its own log, to find out why it did not start. */
    String lastWords();
}
