package dev.bulkhead.testing;

import java.nio.file.Path;
import java.util.List;

/**
 * A PostgreSQL server that is there for tests and gone after them.
 *
 * @param networks from where tests connect to it
 * @param hbaFile its pg_hba.conf as this JVM sees it
 * @param end what throws it away
 */
record TestPostgres(int port, List<String> networks, Path hbaFile, Runnable end)
        implements AutoCloseable {

    TestPostgres {
        networks = List.copyOf(networks);
    }

    @Override
    public void close() {
        end.run();
    }
}
