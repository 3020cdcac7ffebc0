package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Logical replication from one place to another: a publication and a slot there, a subscription
 * here, all of one name that says whose they are.
 *
 * @param passwordFile where the other server reads the first one's password, in libpq's format;
 *     null where it cannot read our files, and has it from its catalogue instead
 */
record Replication(Place from, Place to, @Nullable Path passwordFile) {

    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration LEAVING = Duration.ofSeconds(15);

    /** Since then a subscription acts as each table's owner unless told otherwise. */
    private static final int ACTS_AS_TABLE_OWNER = 16;

    /** Keeps the statement with the password out of logs and statistics. */
    private static final String DISCREET =
            "set log_statement = 'none'; set log_min_duration_statement = -1; set"
                    + " log_min_error_statement = 'panic'; set pg_stat_statements.track = 'none'";

    String name() {
        return "bulkhead_move_" + from.service();
    }

    /** Whether a move was begun and can be gone on with: all three are there, for these tables. */
    boolean isComplete(Connection source, Connection target, List<Table> tables)
            throws SQLException {
        var published =
                Sql.texts(
                        source,
                        "select tablename from pg_publication_tables where pubname = ? order by 1",
                        name());
        var subscribed =
                Sql.texts(
                        target,
                        """
                        select c.relname from pg_subscription_rel r
                          join pg_subscription s on s.oid = r.srsubid join pg_class c on c.oid = r.srrelid
                         where s.subname = ? and s.subenabled and s.subslotname = s.subname
                         order by 1
                        """,
                        name());
        var names = tables.stream().map(Table::name).sorted().toList();
        return published.stream().sorted().toList().equals(names)
                && subscribed.stream().sorted().toList().equals(names)
                && Sql.is(
                        source,
                        "select exists (select from pg_replication_slots where slot_name = ? and"
                                + " wal_status <> 'lost')",
                        name());
    }

    /** Begins with the copy of all rows into tables that are empty. */
    void begin(Connection source, Connection target, List<Table> tables) throws SQLException {
        Sql.execute(target, "truncate " + Table.list(tables));
        Sql.execute(
                source,
                "create publication %s for table %s"
                        .formatted(Sql.name(name()), Table.list(tables)));
        writePasswordFile();
        Sql.execute(target, DISCREET);
        Sql.execute(
                target,
                "create subscription %s connection %s publication %s with (copy_data, disable_on_error%s)"
                        .formatted(
                                Sql.name(name()),
                                Sql.literal(connectionString()),
                                Sql.name(name()),
                                target.getMetaData().getDatabaseMajorVersion()
                                                >= ACTS_AS_TABLE_OWNER
                                        ? ", run_as_owner"
                                        : ""));
    }

    private String connectionString() {
        var server = from.server();
        return "host=%s port=%d dbname=%s user=%s application_name=%s %s"
                .formatted(
                        value(server.host()),
                        server.port(),
                        value(from.database().database()),
                        value(server.administrator()),
                        name(),
                        passwordFile == null
                                ? "password=" + value(server.password())
                                : "passfile=" + value(passwordFile.toString()));
    }

    private static String value(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void writePasswordFile() {
        if (passwordFile == null) {
            return;
        }
        try {
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    passwordFile,
                    "*:*:*:*:%s%n"
                            .formatted(
                                    from.server()
                                            .password()
                                            .replace("\\", "\\\\")
                                            .replace(":", "\\:")),
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot write %s: %s".formatted(passwordFile, e), e);
        }
    }

    /** What is left to copy, in words; empty when every table follows. */
    String copying(Connection target) throws SQLException {
        if (!Sql.is(
                target,
                "select coalesce(bool_and(subenabled), false) from pg_subscription where subname ="
                        + " ?",
                name())) {
            throw new ProvisioningFailed(
                    "Replication of %s to %s stopped at an error, which is in that server's log. Put it right and run the command again, or undo it with --undo."
                            .formatted(from.service(), to.address()));
        }
        return Sql.text(
                        target,
                        """
                        select case when count(*) filter (where r.srsubstate <> 'r') > 0
                               then format('%s of %s tables copied, %s', count(*) filter (where r.srsubstate = 'r'),
                                           count(*), pg_size_pretty((select coalesce(sum(bytes_processed), 0)
                                                                       from pg_stat_progress_copy)))
                               end
                          from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
                         where s.subname = ?
                        """,
                        name())
                .orElse("");
    }

    /** How many bytes of the log the other server has not confirmed yet. */
    long lag(Connection source) throws SQLException {
        return Sql.number(
                source,
                "select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)),"
                        + " -1) from pg_replication_slots where slot_name = ?",
                name());
    }

    /** Whether the other server has safely stored everything up to a position of the log. */
    boolean hasConfirmed(Connection source, String position) throws SQLException {
        return Sql.is(
                source,
                "select exists (select from pg_replication_slots where slot_name = ? and"
                        + " confirmed_flush_lsn >= ?::pg_lsn)",
                name(),
                position);
    }

    /**
     * Makes both servers talk now instead of when their timers say so: the first by something new
     * in its log, the second by storing what it has applied.
     */
    void hurry(Connection source, Connection target) throws SQLException {
        Sql.text(source, "select pg_logical_emit_message(true, 'bulkhead', '')");
        Sql.text(
                target,
                "select pg_replication_origin_progress('pg_' || oid, true) from pg_subscription"
                        + " where subname = ?",
                name());
    }

    /** Takes away whatever is there of it, on both sides or on one. */
    void end(Connection source, @Nullable Connection target) throws SQLException {
        var copying =
                target == null
                        ? "none"
                        : Sql.text(
                                        target,
                                        "select format('pg_%s_sync_', oid) from pg_subscription"
                                                + " where subname = ?",
                                        name())
                                .orElse("none");
        if (target != null
                && Sql.is(
                        target,
                        "select exists (select from pg_subscription where subname = ?)",
                        name())) {
            Sql.execute(target, "alter subscription %s disable".formatted(Sql.name(name())));
            Sql.execute(
                    target,
                    "alter subscription %s set (slot_name = none)".formatted(Sql.name(name())));
            Sql.execute(target, "drop subscription " + Sql.name(name()));
        }
        dropSlots(source, copying);
        Sql.execute(source, "drop publication if exists " + Sql.name(name()));
        if (passwordFile != null) {
            try {
                Files.deleteIfExists(passwordFile);
            } catch (IOException e) {
                throw new ProvisioningFailed("Cannot delete %s: %s".formatted(passwordFile, e), e);
            }
        }
    }

    /**
     * @param copying what the names of those begin with that copied single tables
     */
    private void dropSlots(Connection source, String copying) throws SQLException {
        var end = System.nanoTime() + LEAVING.toNanos();
        while (true) {
            Sql.texts(
                    source,
                    """
                    select pg_terminate_backend(active_pid)::text from pg_replication_slots
                     where active and database = current_database() and slot_name = ?
                    """,
                    name());
            Sql.texts(
                    source,
                    """
                    select pg_drop_replication_slot(slot_name)::text from pg_replication_slots
                     where not active and database = current_database()
                       and (slot_name = ? or starts_with(slot_name, ?))
                    """,
                    name(),
                    copying);
            if (!Sql.is(
                    source,
                    "select exists (select from pg_replication_slots where slot_name = ?)",
                    name())) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new ProvisioningFailed(
                        "The replication slot %s at %s is still in use; run the command again."
                                .formatted(name(), from.address()));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }
}
