package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What must hold before anything is changed; each refusal says how to get there. */
record Checks(Place from) {

    /** The move's own, and one for each of two tables that are copied at a time. */
    private static final int SLOTS = 3;

    private static final int WORKERS = 3;

    void source(Connection source, List<Table> tables) throws SQLException {
        var level = setting(source, "wal_level");
        if (!level.equals("logical")) {
            throw refused(
                    "the log of PostgreSQL at %s does not say enough (wal_level is %s). Write \"wal_level = logical\" into its postgresql.conf and restart it; a server of ours has it after ./bulkhead down and up"
                            .formatted(from.address(), level));
        }
        room(source, "max_replication_slots", "select count(*) from pg_replication_slots");
        room(source, "max_wal_senders", "select count(*) from pg_stat_replication");
        var nameless = tables.stream().filter(it -> !it.identifiable()).toList();
        if (!nameless.isEmpty()) {
            throw refused(
                    "%s: no primary key and no other replica identity, so a change of one row could not be told to another server. Give each a primary key in a migration, or \"alter table %s replica identity full\""
                            .formatted(Table.names(nameless), nameless.getFirst().sql()));
        }
        var unlogged = tables.stream().filter(it -> !it.logged()).toList();
        if (!unlogged.isEmpty()) {
            throw refused(
                    "%s: unlogged, so nothing tells another server what is written there. Empty them and \"alter table %s set logged\""
                            .formatted(Table.names(unlogged), unlogged.getFirst().sql()));
        }
        if (Sql.is(
                source,
                """
                select exists (select from pg_largeobject_metadata
                                where pg_get_userbyid(lomowner) in (?, ?))
                """,
                from.database().owner(),
                from.database().user())) {
            throw refused(
                    "it has large objects, which logical replication does not carry. Keep them in a"
                            + " bytea column");
        }
    }

    private void room(Connection source, String setting, String used) throws SQLException {
        var most = Integer.parseInt(setting(source, setting));
        var taken = Sql.number(source, used);
        if (taken + SLOTS > most) {
            throw refused(
                    "%s at %s is %d and %d are in use; %d must be free"
                            .formatted(setting, from.address(), most, taken, SLOTS));
        }
    }

    void target(Connection target, Place to) throws SQLException {
        var workers = Integer.parseInt(setting(target, "max_worker_processes"));
        if (workers < WORKERS) {
            throw refused(
                    "max_worker_processes at %s is %d; at least %d are needed"
                            .formatted(to.address(), workers, WORKERS));
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.text(connection, "select current_setting(?)", name).orElseThrow();
    }

    private ProvisioningFailed refused(String reason) {
        return new ProvisioningFailed(
                "%s cannot be moved: %s. Nothing was changed.".formatted(from.service(), reason));
    }
}
