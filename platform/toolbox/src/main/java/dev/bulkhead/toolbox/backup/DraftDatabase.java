package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.program.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A draft in a database of its own, for a service that has one to itself. */
final class DraftDatabase implements Draft {

    private static final String IN_USE = "55006";
    private static final int ATTEMPTS = 6;
    private static final long CUT_MILLIS = 20;

    private final Provisioning provisioning;
    private final DatabaseServer server;
    private final ServiceDatabase live;
    private final ServiceDatabase draft;

    DraftDatabase(Provisioning provisioning, ServiceDatabase live) {
        this.provisioning = provisioning;
        this.server = provisioning.server(live);
        this.live = live;
        this.draft = live.named(Names.of(live.database(), "_restore"));
    }

    @Override
    public ServiceDatabase place() {
        return draft;
    }

    @Override
    public Connection connect() {
        return server.connect(draft.database());
    }

    @Override
    public void clear() throws SQLException {
        try (var connection = server.connect()) {
            var comments = Comments.ofDatabases(connection);
            if (!comments.containsKey(draft.database())) {
                return;
            }
            if (!comments.get(draft.database()).startsWith(DRAFT) && !isEmpty()) {
                throw new BackupFailed(
                        "There is a database %s that no restore of ours made; rename or drop it, for that is the name of the draft."
                                .formatted(draft.database()));
            }
            Sql.run(
                    connection,
                    "drop database if exists %s with (force)"
                            .formatted(Sql.name(draft.database())));
        }
    }

    /** A restore that was killed at once had no time to say that it is ours. */
    private boolean isEmpty() throws SQLException {
        try (var connection = connect()) {
            return new Belongings(draft).tables(connection).isEmpty();
        }
    }

    @Override
    public void fill(Archive archive, int jobs, Progress progress) throws SQLException {
        progress.at("making " + draft.database());
        provisioning.provisionDraft(live, draft);
        int major;
        try (var connection = server.connect()) {
            major = connection.getMetaData().getDatabaseMajorVersion();
            Sql.run(
                    connection,
                    Comments.onDatabase(draft.database(), DRAFT + live.service().name()));
        }
        archive.into(
                Login.administrator(
                        server, draft.database(), "bulkhead-restore-" + live.service().name()),
                jobs,
                major,
                new ProgressOfRestore(archive.stored().backup().tables().size(), progress));
    }

    /**
     * Renaming takes a lock that keeps new sessions waiting and then looks whether old ones are
     * left; they are ended meanwhile from another session. So nobody is locked out by anything that
     * would outlive a crash.
     */
    @Override
    public Duration swap(String kept) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (var connection = server.connect()) {
                return swap(connection, kept);
            } catch (SQLException e) {
                if (!IN_USE.equals(e.getSQLState()) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Duration swap(Connection connection, String kept) throws SQLException {
        connection.setAutoCommit(false);
        try (var second = server.connect();
                var cutter = Executors.newSingleThreadScheduledExecutor()) {
            var begun = System.nanoTime();
            cutter.scheduleWithFixedDelay(() -> cut(second), 0, CUT_MILLIS, TimeUnit.MILLISECONDS);
            Sql.run(
                    connection,
                    "alter database %s rename to %s"
                            .formatted(Sql.name(live.database()), Sql.name(kept)),
                    "alter database %s rename to %s"
                            .formatted(Sql.name(draft.database()), Sql.name(live.database())),
                    Comments.onDatabase(kept, KEPT + live.service().name()),
                    Comments.onDatabase(live.database(), ""));
            for (var role : grantees(connection, kept)) {
                Sql.run(
                        connection,
                        "revoke all on database %s from %s".formatted(Sql.name(kept), role));
            }
            connection.commit();
            cutter.shutdownNow();
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private void cut(Connection connection) {
        try {
            Query.rows(
                    connection,
                    it -> it.getBoolean(1),
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = any"
                            + " (?)",
                    java.util.List.of(live.database(), draft.database()));
        } catch (SQLException e) {
            // the renaming says what is wrong
        }
    }

    private static java.util.List<String> grantees(Connection connection, String database)
            throws SQLException {
        return Query.rows(
                connection,
                it -> it.getString(1),
                """
                select distinct case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
                  from pg_database d, aclexplode(d.datacl) a
                 where d.datname = ? and a.grantee <> d.datdba
                """,
                database);
    }
}
