package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.provisioning.server.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What separates one server from the manifest, in the order in which it can be changed. */
public record ServerPlan(DatabaseServer server, List<Step> steps) {

    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(10);

    public ServerPlan {
        steps = List.copyOf(steps);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    String toSql() {
        var script = new StringBuilder();
        var database = "";
        for (var step : steps) {
            if (!step.database().equals(database)) {
                database = step.database();
                script.append("\\connect ").append(database).append("\n\n");
            }
            script.append("-- ").append(step.what()).append('\n').append(step.toSql()).append('\n');
        }
        return script.toString();
    }

    /**
     * Changes the server.
     *
     * @param progress hears of each step when it is done
     */
    public void apply(Consumer<Step> progress) {
        if (isEmpty()) {
            return;
        }
        server.forgetConnections();
        var connections = new HashMap<String, Connection>();
        try {
            for (var step : steps) {
                apply(step, connections);
                progress.accept(step);
            }
        } finally {
            connections.values().forEach(ServerPlan::close);
            server.forgetConnections();
        }
    }

    private void apply(Step step, Map<String, Connection> connections) {
        try {
            switch (step) {
                case Step.Statements it ->
                        run(it, connections.computeIfAbsent(it.database(), server::connect));
                case Step.NewDatabase it ->
                        execute(
                                connections.computeIfAbsent("postgres", server::connect),
                                it.statement());
                case Step.ServerSetting it -> {
                    execute(
                            connections.computeIfAbsent("postgres", server::connect),
                            it.statement());
                    reload();
                }
                case Step.HbaChange it -> install(it);
            }
        } catch (SQLException e) {
            throw new ProvisioningFailed(
                    "\"%s\" failed: %s".formatted(step.what(), e.getMessage()), e);
        }
    }

    private static void run(Step.Statements step, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (var statement : step.statements()) {
                execute(connection, statement);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A file that the server cannot read is taken back before it counts. */
    private void install(Step.HbaChange step) throws SQLException {
        try (var connection = server.connect()) {
            var before = Files.readString(step.file());
            Files.writeString(step.file(), step.content().text());
            var errors =
                    Query.rows(
                            connection,
                            row -> "line %d: %s".formatted(row.getInt(1), row.getString(2)),
                            "select line_number, error from pg_hba_file_rules where error is not"
                                    + " null");
            if (!errors.isEmpty()) {
                Files.writeString(step.file(), before);
                throw new ProvisioningFailed(
                        "PostgreSQL does not understand the new %s: %s"
                                .formatted(step.file(), String.join("; ", errors)));
            }
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot write %s: %s".formatted(step.file(), e), e);
        }
        reload();
    }

    /** Returns when new connections see the new files. */
    private void reload() throws SQLException {
        OffsetDateTime asked;
        try (var connection = server.connect()) {
            asked = moment(connection, "select clock_timestamp()");
            execute(connection, "select pg_reload_conf()");
        }
        var limit = System.nanoTime() + RELOAD_LIMIT.toNanos();
        while (true) {
            try (var connection = server.connect()) {
                if (!moment(connection, "select pg_conf_load_time()").isBefore(asked)) {
                    return;
                }
            }
            if (System.nanoTime() > limit) {
                throw new ProvisioningFailed("PostgreSQL did not reload its configuration.");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static OffsetDateTime moment(Connection connection, String sql) throws SQLException {
        return Query.rows(connection, row -> row.getObject(1, OffsetDateTime.class), sql)
                .getFirst();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // the server has ended the session already
        }
    }
}
