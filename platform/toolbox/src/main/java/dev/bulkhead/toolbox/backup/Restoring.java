package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.Planner;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Login;
import dev.bulkhead.toolbox.program.ProgramFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings one service back to what a backup holds. It is restored beside what is there, provisioned
 * and compared, and takes its place within a moment; no other service notices. Whatever ends it
 * half-way leaves the service as it was, and the next restore clears the rest away.
 */
public final class Restoring {

    private static final Pattern MIGRATION = Pattern.compile("V([0-9._]+)__.*\\.sql");

    private final Provisioning provisioning;
    private final ClientPrograms programs;
    private final InstantSource clock;

    public Restoring(Provisioning provisioning, ClientPrograms programs, InstantSource clock) {
        this.provisioning = provisioning;
        this.programs = programs;
        this.clock = clock;
    }

    /**
     * Refuses what cannot be restored to a service's place, before anything is changed.
     *
     * @return what may be restored now
     * @throws BackupFailed if the backup is another's, damaged, or newer than server or code
     */
    public Ready check(ServiceDatabase place, StoredBackup stored, Progress progress) {
        var backup = stored.backup();
        var service = place.service().name();
        if (!backup.service().equals(service)
                || !backup.platform().equals(provisioning.manifest().platform())) {
            throw new BackupFailed(
                    "%s is a backup of %s of the platform %s, not of %s of %s."
                            .formatted(
                                    stored.file().getFileName(),
                                    backup.service(),
                                    backup.platform(),
                                    service,
                                    provisioning.manifest().platform()));
        }
        if (!backup.schema().equals(place.schema()) || !backup.prefix().equals(place.prefix())) {
            throw new BackupFailed(
                    "%s was made on the rung %s, where %s's tables are called %s.%s...; here they are called %s.%s... . --into NAME restores it to look at."
                            .formatted(
                                    stored.file().getFileName(),
                                    backup.rung(),
                                    service,
                                    backup.schema(),
                                    backup.prefix(),
                                    place.schema(),
                                    place.prefix()));
        }
        var newest = newestMigration(place);
        if (compare(backup.migration(), newest) > 0) {
            throw new BackupFailed(
                    "The backup has the tables of migration %s, but the newest of %s here is %s: take the code that made it, or a newer one."
                            .formatted(
                                    backup.migration(),
                                    service,
                                    newest.isEmpty() ? "none" : newest));
        }
        checkServer(place, stored, progress);
        return new Ready(place, stored);
    }

    /** A backup that was found fit for the place of a service. */
    public final class Ready {

        private final ServiceDatabase place;
        private final StoredBackup stored;

        private Ready(ServiceDatabase place, StoredBackup stored) {
            this.place = place;
            this.stored = stored;
        }

        /**
         * Restores a service to its own place. What was there is kept beside it until it is
         * dropped.
         *
         * @param jobs how many tables and indexes are restored at once
         * @throws BackupFailed if what was restored is not what was backed up; then the service is
         *     as it was
         */
        public Restored run(int jobs, Progress progress) {
            return restore(place, stored, jobs, progress);
        }
    }

    private void checkServer(ServiceDatabase place, StoredBackup stored, Progress progress) {
        var server = provisioning.server(place);
        var backup = stored.backup();
        var archive = archive(server, stored);
        try (var connection = server.connect()) {
            var major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < backup.serverMajor()) {
                throw new BackupFailed(
                        "The backup is of PostgreSQL %d and this server is %d; a newer one is needed."
                                .formatted(backup.serverMajor(), major));
            }
            if (!Comments.ofDatabases(connection).containsKey(place.database())) {
                throw new BackupFailed(
                        "There is no database %s here yet; create the databases first, then come back."
                                .formatted(place.database()));
            }
            refuseMissingRoles(connection, backup);
            refuseFullDisk(connection, server, backup);
        } catch (SQLException e) {
            throw server.refused(e, place.database(), server.administrator());
        }
        progress.at("checking the file");
        stored.check(read ->
                progress.at(
                        "checking the file, %s of %s"
                                .formatted(Progress.bytes(read), Progress.bytes(backup.bytes()))));
        archive.contents();
    }

    private static void refuseMissingRoles(Connection connection, Backup backup)
            throws SQLException {
        var missing =
                Query.rows(
                        connection,
                        it -> it.getString(1),
                        "select name from unnest(?) name where to_regrole(quote_ident(name)) is"
                                + " null",
                        backup.roles());
        if (!missing.isEmpty()) {
            throw new BackupFailed(
                    "The backup names roles that are not on this server: %s. Create the databases first, then come back."
                            .formatted(String.join(", ", missing)));
        }
    }

    /** Can be known only where the server's files are on this machine. */
    private static void refuseFullDisk(Connection connection, DatabaseServer server, Backup backup)
            throws SQLException {
        if (!server.host().equals("localhost") && !server.host().startsWith("127.")) {
            return;
        }
        var data =
                Path.of(
                        Query.rows(connection, it -> it.getString(1), "show data_directory")
                                .getFirst());
        try {
            if (!Files.isDirectory(data)) {
                return;
            }
            var free = Files.getFileStore(data).getUsableSpace();
            if (free < backup.databaseBytes()) {
                throw new BackupFailed(
                        "The tables took %s when they were backed up, and %s has only %s left."
                                .formatted(
                                        Progress.bytes(backup.databaseBytes()),
                                        data,
                                        Progress.bytes(free)));
            }
        } catch (IOException e) {
            // another machine's folder of the same name: nothing is known
        }
    }

    private Archive archive(DatabaseServer server, StoredBackup stored) {
        try (var connection = server.connect()) {
            var major = connection.getMetaData().getDatabaseMajorVersion();
            return new Archive(
                    stored,
                    programs.find("pg_restore", Math.max(major, stored.backup().toolMajor())));
        } catch (SQLException e) {
            throw server.refused(e, "its version", server.administrator());
        }
    }

    /** The newest migration that the code has; empty when it has none. */
    private static String newestMigration(ServiceDatabase place) {
        var folder = place.service().sql().resolve("migration");
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (var files = Files.list(folder)) {
            return files.map(it -> MIGRATION.matcher(it.getFileName().toString()))
                    .filter(java.util.regex.Matcher::matches)
                    .map(it -> it.group(1).replace('_', '.'))
                    .max(Restoring::compare)
                    .orElse("");
        } catch (IOException e) {
            throw new BackupFailed("Cannot list %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static int compare(String version, String other) {
        return Arrays.compare(parts(version), parts(other));
    }

    private static int[] parts(String version) {
        return Arrays.stream(version.split("\\."))
                .filter(it -> !it.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private Restored restore(
            ServiceDatabase place, StoredBackup stored, int jobs, Progress progress) {
        var server = provisioning.server(place);
        var draft = draft(place);
        try (var lock = server.connect()) {
            alone(lock, place);
            draft.clear();
            try {
                draft.fill(archive(server, stored), jobs, progress);
                compare(draft, stored, progress);
                provisioning.provisionDraft(place, draft.place());
                var kept = kept(place);
                progress.at("putting it in place");
                return new Restored(
                        kept,
                        stored.backup().tables().size(),
                        stored.backup().rows(),
                        draft.swap(kept));
            } catch (SQLException | RuntimeException e) {
                clear(draft, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failed(place, e.getMessage(), e);
        }
    }

    private static BackupFailed failed(
            ServiceDatabase place, @Nullable String why, Exception cause) {
        return new BackupFailed(
                "%s could not be restored and is as it was: %s"
                        .formatted(place.service().name(), why),
                cause);
    }

    private static void clear(Draft draft, Exception reason) {
        try {
            draft.clear();
        } catch (SQLException | RuntimeException e) {
            reason.addSuppressed(e); // the next restore clears it away
        }
    }

    private String kept(ServiceDatabase place) {
        var name = shares(place) ? place.service().name() : place.database();
        return Names.before(name, clock.instant());
    }

    /** Whether others live in its database, which then cannot be replaced as a whole. */
    private boolean shares(ServiceDatabase place) {
        return place.isolation().sharesDatabase()
                || provisioning.databases().stream()
                                .filter(it ->
                                        it.server().equals(place.server())
                                                && it.database().equals(place.database()))
                                .count()
                        > 1;
    }

    private Draft draft(ServiceDatabase place) {
        return shares(place)
                ? new DraftSchema(provisioning, programs, place)
                : new DraftDatabase(provisioning, place);
    }

    private static void alone(Connection connection, ServiceDatabase place) throws SQLException {
        var taken =
                Query.rows(
                                connection,
                                it -> it.getBoolean(1),
                                "select pg_try_advisory_lock(hashtextextended(?, 0))",
                                "bulkhead-restore-" + place.service().name())
                        .getFirst();
        if (!taken) {
            throw new BackupFailed(
                    "%s is being restored in another terminal.".formatted(place.service().name()));
        }
    }

    private static void compare(Draft draft, StoredBackup stored, Progress progress)
            throws SQLException {
        try (var connection = draft.connect()) {
            var differences = Comparison.of(connection, stored.backup(), draft.place(), progress);
            if (!differences.isEmpty()) {
                throw new BackupFailed(
                        "What was restored is not what was backed up, and the service is as it was: %s."
                                .formatted(String.join("; ", differences)));
            }
            progress.at("collecting statistics");
            for (var it : new Belongings(draft.place()).tables(connection)) {
                Sql.run(connection, "analyze " + it.sqlName());
            }
        }
    }

    /**
     * Restores to a database of its own beside everything else, for looking at. Only the
     * administrator can connect to it.
     *
     * @throws BackupFailed if there is a database of that name
     */
    public void into(
            ServiceDatabase place, StoredBackup stored, String name, int jobs, Progress progress) {
        checkServer(place, stored, progress);
        var server = provisioning.server(place);
        var backup = stored.backup();
        try (var connection = server.connect()) {
            if (Comments.ofDatabases(connection).containsKey(name)) {
                throw new BackupFailed(
                        "There is a database %s already; take another name, or drop it first."
                                .formatted(name));
            }
            var major = connection.getMetaData().getDatabaseMajorVersion();
            Sql.run(
                    connection,
                    Planner.newDatabase(name, major, -1),
                    "revoke all on database %s from public".formatted(Sql.name(name)),
                    Comments.onDatabase(
                            name,
                            "%scopy of %s for looking at".formatted(Draft.MARK, backup.service())));
            try {
                fill(server, backup, name);
                archive(server, stored)
                        .into(
                                Login.administrator(server, name, "bulkhead-restore"),
                                jobs,
                                major,
                                new ProgressOfRestore(backup.tables().size(), progress));
                var copy = place.draft(name, backup.schema(), backup.api());
                try (var inside = server.connect(name)) {
                    var differences = Comparison.of(inside, backup, copy, progress);
                    if (!differences.isEmpty()) {
                        throw new BackupFailed(
                                "%s is not what was backed up: %s."
                                        .formatted(name, String.join("; ", differences)));
                    }
                }
            } catch (ProgramFailed | SQLException e) {
                Sql.run(
                        connection,
                        "drop database if exists %s with (force)".formatted(Sql.name(name)));
                throw e;
            }
        } catch (SQLException e) {
            throw new BackupFailed(
                    "%s could not be restored to %s: %s"
                            .formatted(backup.service(), name, e.getMessage()),
                    e);
        }
    }

    private static void fill(DatabaseServer server, Backup backup, String name)
            throws SQLException {
        try (var inside = server.connect(name)) {
            Sql.run(inside, "create schema " + Sql.name(backup.schema()));
            if (!backup.api().isEmpty()) {
                Sql.run(inside, "create schema " + Sql.name(backup.api()));
            }
        }
    }

    /** What earlier restores of a service have replaced. */
    public List<Kept> kept(List<ServiceDatabase> places) {
        var all = new ArrayList<Kept>();
        for (var place : places) {
            var server = provisioning.server(place);
            var service = place.service().name();
            try (var connection = server.connect()) {
                if (!shares(place)) {
                    all.addAll(
                            Query.rows(
                                    connection,
                                    it -> new Kept(service, it.getString(1), "", it.getLong(2)),
                                    """
                                    select datname, pg_database_size(oid) from pg_database
                                     where shobj_description(oid, 'pg_database') = ? order by 1
                                    """,
                                    Draft.KEPT + service));
                } else if (Comments.ofDatabases(connection).containsKey(place.database())) {
                    all.addAll(keptSchemas(server, place));
                }
            } catch (SQLException e) {
                throw server.refused(e, place.database(), server.administrator());
            }
        }
        return all;
    }

    private static List<Kept> keptSchemas(DatabaseServer server, ServiceDatabase place)
            throws SQLException {
        try (var connection = server.connect(place.database())) {
            return Query.rows(
                    connection,
                    it ->
                            new Kept(
                                    place.service().name(),
                                    place.database(),
                                    it.getString(1),
                                    it.getLong(2)),
                    """
                    select n.nspname, coalesce((select sum(pg_total_relation_size(c.oid)) from pg_class c
                                                 where c.relnamespace = n.oid and c.relkind in ('r', 'm')), 0)
                      from pg_namespace n
                     where obj_description(n.oid, 'pg_namespace') = ? order by 1
                    """,
                    Draft.KEPT + place.service().name());
        }
    }

    /** Drops what a restore has replaced, for good. */
    public void drop(ServiceDatabase place, Kept kept) {
        var server = provisioning.server(place);
        var inside =
                kept.schema().isEmpty() ? Optional.<String>empty() : Optional.of(place.database());
        try (var connection = inside.map(server::connect).orElseGet(server::connect)) {
            Sql.run(
                    connection,
                    kept.schema().isEmpty()
                            ? "drop database if exists %s with (force)"
                                    .formatted(Sql.name(kept.database()))
                            : "drop schema if exists %s cascade"
                                    .formatted(Sql.name(kept.schema())));
        } catch (SQLException e) {
            throw new BackupFailed(
                    "%s could not be dropped: %s".formatted(kept, e.getMessage()), e);
        }
    }
}
