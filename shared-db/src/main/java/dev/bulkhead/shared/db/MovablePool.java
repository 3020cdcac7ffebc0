package dev.bulkhead.shared.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * A pool whose database can be moved to another server while it is in use: the address file is
 * looked at all the time. While it says so, new writers wait and readers go on; when it names
 * another address, everybody goes there.
 *
 * <p>During a pause the sessions are called {@code … (writes paused)} and no other is left, so that
 * whoever moves the database sees on the server that nobody writes any more, and need not guess. A
 * pause ends by itself: then the database is asked whether it has been moved.
 */
class MovablePool implements AutoCloseable {

    /** What the sessions of a service that lets nobody write add to its name. */
    static final String PAUSED = " (writes paused)";

    /** What the comment on a schema begins with that has been moved elsewhere. */
    static final String MOVED = "bulkhead: moved to ";

    /** Less than the gateway waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration GLANCE = Duration.ofMillis(50);

    /** Longer than a transaction may take; see {@link DatabaseDefaults}. */
    private static final Duration DRAIN = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(MovablePool.class);

    private final Path file;
    private final String application;
    private final int idle;
    private final WriteGate gate = new WriteGate(PATIENCE);
    private final Thread watcher =
            Thread.ofPlatform().daemon().name("database-address").unstarted(this::watch);
    private volatile HikariDataSource writing;
    private volatile HikariDataSource reading;
    private volatile boolean closed;
    private String seen = "";
    private @Nullable Pause pause;

    /** A pause under way, until a moment of {@link System#nanoTime}. */
    private record Pause(DatabaseAddress address, long end) {}

    /**
     * @param pool the first one, which has not been used yet
     */
    MovablePool(HikariDataSource pool, Path file) {
        this.file = file;
        this.application = pool.getDataSourceProperties().getProperty("ApplicationName", "");
        this.idle = pool.getMinimumIdle();
        this.writing = pool;
        this.reading = pool;
    }

    /** For everybody: readers and writers part when they have their first statement. */
    DataSource open() {
        var front = new LazyConnectionDataSourceProxy();
        front.setTargetDataSource(new Side(this::forWriting));
        front.setReadOnlyDataSource(new Side(this::forReading));
        front.setDefaultAutoCommit(true);
        front.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        front.afterPropertiesSet();
        watcher.start();
        return front;
    }

    private Connection forWriting() throws SQLException {
        gate.pass();
        try {
            return connection(() -> writing);
        } finally {
            gate.passed();
        }
    }

    private Connection forReading() throws SQLException {
        var connection = connection(() -> reading);
        connection.setReadOnly(true); // the pool takes it back
        return connection;
    }

    /** The failure of a pool that has been replaced meanwhile is none. */
    private static Connection connection(Supplier<HikariDataSource> current) throws SQLException {
        while (true) {
            var pool = current.get();
            try {
                return pool.getConnection();
            } catch (SQLException e) {
                if (pool == current.get()) {
                    throw e;
                }
            }
        }
    }

    private void watch() {
        while (!closed) {
            try {
                look();
            } catch (IOException e) {
                LOG.debug("The address file cannot be read: {}", e.toString());
            } catch (SQLException | RuntimeException e) {
                LOG.warn("The database's new address cannot be used yet: {}", e.toString());
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            } catch (InterruptedException e) {
                return; // closed
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private void look() throws IOException, SQLException, InterruptedException {
        var address = DatabaseAddress.read(file);
        if (overdue(address)) {
            endOverdue(address);
            seen = address.text();
        } else if (!address.text().equals(seen)) {
            if (address.pause() == null) {
                serve(address.url());
            } else {
                pause(address, address.pause());
            }
            seen = address.text();
        }
    }

    /** Also when the pause has not got as far as a pool of its own. */
    private boolean overdue(DatabaseAddress address) {
        return pause != null
                && pause.address().equals(address)
                && System.nanoTime() - pause.end() > 0;
    }

    /**
     * Returns when whoever writes has finished, or has got so far that waiting is no use. May be
     * called again after it failed: a pool that was replaced just before may still hold the last
     * connections that the server allows.
     */
    private void pause(DatabaseAddress address, Duration length) throws InterruptedException {
        if (pause == null || !pause.address().equals(address)) {
            pause = new Pause(address, System.nanoTime() + length.toNanos());
        }
        if (!gate.isShut()) {
            LOG.info(
                    "Writes wait for at most {} s: the database is being moved",
                    length.toSeconds());
            gate.shut(length);
        }
        if (reading == writing) {
            reading = pool(writing.getJdbcUrl(), PAUSED, 1);
            writing.setMinimumIdle(0);
            evict(writing);
        }
    }

    /** Whoever asked for the pause has not ended it: only the database knows how far that got. */
    private void endOverdue(DatabaseAddress address) throws SQLException {
        try (var connection = reading.getConnection();
                var statement = connection.createStatement();
                var comment =
                        statement.executeQuery(
                                "select obj_description(current_schema()::regnamespace,"
                                        + " 'pg_namespace')")) {
            var moved = comment.next() && String.valueOf(comment.getString(1)).startsWith(MOVED);
            if (moved && address.next() != null) {
                LOG.warn("Nobody ended the pause, but the database has moved: going after it");
                serve(address.next());
            } else {
                LOG.warn("Nobody ended the pause, and the database is where it was: going on");
                serve(writing.getJdbcUrl());
            }
        }
    }

    private void serve(String url) {
        var before = writing;
        var readers = reading;
        if (url.equals(before.getJdbcUrl())) {
            before.setMinimumIdle(idle);
            reading = before;
            pause = null;
            gate.open();
        } else {
            var next = pool(url, "", idle);
            writing = next;
            reading = next;
            pause = null;
            gate.open();
            LOG.info("The database is at {} now", url);
            var metrics = before.getMetricsTrackerFactory();
            retire(
                    before,
                    () -> {
                        if (metrics != null) {
                            next.setMetricsTrackerFactory(metrics);
                        }
                    });
        }
        if (readers != before) {
            retire(readers, () -> {});
        }
    }

    /** Fails when there is no database at the address. */
    private HikariDataSource pool(String url, String suffix, int minimumIdle) {
        var config = new HikariConfig();
        writing.copyStateTo(config);
        config.setJdbcUrl(url);
        config.setMinimumIdle(minimumIdle);
        config.setMetricsTrackerFactory(null); // one pool of a name reports at a time
        var properties = new Properties();
        properties.putAll(writing.getDataSourceProperties());
        properties.setProperty("ApplicationName", application + suffix);
        config.setDataSourceProperties(properties);
        return new HikariDataSource(config);
    }

    private static void evict(HikariDataSource pool) {
        var running = pool.getHikariPoolMXBean();
        if (running != null) {
            running.softEvictConnections();
        }
    }

    /** Lets the connections finish what they are at, and opens no others in their place. */
    private static void retire(HikariDataSource pool, Runnable afterwards) {
        pool.setMinimumIdle(0);
        Thread.ofVirtual()
                .start(() -> {
                    var end = System.nanoTime() + DRAIN.toNanos();
                    var running = pool.getHikariPoolMXBean();
                    while (running != null
                            && running.getTotalConnections() > 0
                            && System.nanoTime() - end < 0) {
                        running.softEvictConnections();
                        LockSupport.parkNanos(GLANCE.toNanos());
                    }
                    pool.close();
                    afterwards.run();
                });
    }

    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
        reading.close();
        writing.close();
    }

    private interface Source {
        Connection get() throws SQLException;
    }

    /** What readers or writers connect to; whoever looks for the pool finds the one in use. */
    private final class Side extends AbstractDataSource {

        private final Source source;

        Side(Source source) {
            this.source = source;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return source.get();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("The user comes from the settings");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return type.isInstance(writing) ? type.cast(writing) : super.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return type.isInstance(writing) || super.isWrapperFor(type);
        }
    }
}
