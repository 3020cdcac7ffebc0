package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Brings a service's tables up to the migrations in its module. */
public final class Migrator {

    private final Owner owner;

    public Migrator(DatabaseServer server, ServiceDatabase target, Secrets secrets) {
        this.owner = Owner.of(server, target, secrets);
    }

    public Migrated migrate() {
        return migrate(MigrationVersion.LATEST);
    }

    /** Up to that version and no further, as a service's older code was made for. */
    public Migrated migrateTo(String version) {
        return migrate(MigrationVersion.fromVersion(version));
    }

    private Migrated migrate(MigrationVersion last) {
        if (!Files.isDirectory(folder())) {
            return new Migrated(List.of(), "");
        }
        refuseViewsOfAnotherRung();
        try (var _ = MigrationLock.take(owner)) {
            forgetUnfinishedRollback();
            var result = flyway(last).migrate();
            if (!result.migrations.isEmpty()) {
                owner.server().forgetConnections(); // they may have changed the owner's settings
            }
            protect();
            if (last.equals(MigrationVersion.LATEST)
                    && (result.targetSchemaVersion != null
                            || result.initialSchemaVersion != null)) {
                new CheckingTables(owner).check();
            }
            return new Migrated(
                    result.migrations.stream()
                            .map(it -> label(it.version, it.description))
                            .toList(),
                    Objects.requireNonNullElse(
                            result.targetSchemaVersion,
                            Objects.requireNonNullElse(result.initialSchemaVersion, "")));
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    public List<MigrationStatus> status() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try {
            return Arrays.stream(flyway(MigrationVersion.LATEST).info().all())
                    .map(it ->
                            new MigrationStatus(
                                    it.getVersion() == null ? "" : it.getVersion().toString(),
                                    it.getDescription(),
                                    it.getState().getDisplayName()))
                    .toList();
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    /** Whoever migrates does not go on with it. */
    private void forgetUnfinishedRollback() {
        try (var connection = owner.connect()) {
            if (History.read(connection, owner).unfinished().isPresent()) {
                History.unmark(connection, owner);
            }
        } catch (SQLException e) {
            throw owner.server().refused(e, owner.target().database(), owner.target().owner());
        }
    }

    private void protect() {
        try (var connection = owner.connect()) {
            new Protection(owner.target()).repeat(connection);
        } catch (SQLException e) {
            throw owner.server().refused(e, owner.target().database(), owner.target().owner());
        }
    }

    /** How files and history differ, beyond what has not run yet: a reason for each version. */
    Map<String, String> drift() {
        if (!Files.isDirectory(folder())) {
            return Map.of();
        }
        var drift = new LinkedHashMap<String, String>();
        try {
            for (var it : flyway(MigrationVersion.LATEST).validateWithResult().invalidMigrations) {
                var reason = reason(it);
                if (!reason.isEmpty()) {
                    drift.put(Objects.requireNonNullElse(it.version, ""), reason);
                }
            }
        } catch (FlywayException e) {
            throw failed(e);
        }
        return drift;
    }

    private static String reason(ValidateOutput it) {
        return switch (it.errorDetails.errorCode) {
            case CoreErrorCode.CHECKSUM_MISMATCH -> "its file was changed after it ran";
            case CoreErrorCode.DESCRIPTION_MISMATCH, CoreErrorCode.TYPE_MISMATCH ->
                    "its file was renamed after it ran";
            case CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED,
                    CoreErrorCode.APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED ->
                    "its file is missing";
            default -> "";
        };
    }

    /** What the database has of the migrations in the folder. */
    public SchemaStatus schema() {
        var migrations = status();
        if (migrations.isEmpty()) {
            return SchemaStatus.NONE;
        }
        try (var connection = owner.connect()) {
            var rows = History.read(connection, owner).rows();
            return new SchemaStatus(
                    rows.isEmpty() ? "" : rows.getLast().version(),
                    History.lastChange(connection, owner),
                    migrations,
                    drift().entrySet().stream()
                            .map(it -> "V%s: %s".formatted(it.getKey(), it.getValue()))
                            .toList());
        } catch (SQLException e) {
            throw owner.server().refused(e, owner.target().database(), owner.target().owner());
        }
    }

    private Path folder() {
        return owner.target().service().sql().resolve("migration");
    }

    private Flyway flyway(MigrationVersion last) {
        var target = owner.target();
        var configuration =
                Flyway.configure()
                        .dataSource(new OwnerSource(owner))
                        .locations("filesystem:" + folder())
                        .defaultSchema(target.schema())
                        .createSchemas(false)
                        .table(target.historyTable())
                        .placeholders(owner.placeholders())
                        .target(last)
                        .cleanDisabled(true)
                        // on the rung prefix the schema holds other services' tables before the
                        // first run
                        .baselineOnMigrate(!target.prefix().isEmpty())
                        .baselineVersion("0")
                        .validateMigrationNaming(true)
                        .callbacks(new Protection(target), new HoldingLock(owner))
                        // the history's times have no zone
                        .initSql(
                                "set timezone to 'UTC'; set application_name to"
                                        + " 'bulkhead-migrations'; "
                                        + Owner.WATCHED);
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                // CREATE INDEX CONCURRENTLY would wait for Flyway's own lock
                .setTransactionalLock(false);
        return configuration.load();
    }

    /**
     * A manifest that names its database may keep the name when its rung is changed, and readers
     * know a published schema by one name on every rung: it can only belong to one of them.
     */
    private void refuseViewsOfAnotherRung() {
        var target = owner.target();
        if (target.api().isEmpty()) {
            return;
        }
        try (var connection = owner.connect();
                var statement =
                        connection.prepareStatement(
                                """
                                select string_agg(relname, ', ' order by relname)
                                  from pg_class
                                 where relnamespace = to_regnamespace(?) and relkind in ('v', 'm')
                                   and to_regclass(format('%I.%I', ?::text, ?::text)) is null
                                """)) {
            statement.setString(1, "\"%s\"".formatted(target.api()));
            statement.setString(2, target.schema());
            statement.setString(3, target.historyTable());
            try (var result = statement.executeQuery()) {
                result.next();
                var views = result.getString(1);
                if (views != null) {
                    throw new ProvisioningFailed(
                            "%1$s cannot be migrated to the rung %2$s: its schema %3$s in %4$s holds the views of another rung (%5$s). Give the platform another \"database\" in the manifest, or drop that schema first."
                                    .formatted(
                                            target.service().name(),
                                            target.isolation().word(),
                                            target.api(),
                                            target.database(),
                                            views));
                }
            }
        } catch (SQLException e) {
            throw owner.server().refused(e, target.database(), target.owner());
        }
    }

    private static String label(String version, String description) {
        return version == null || version.isEmpty()
                ? "R " + description
                : "V%s %s".formatted(version, description);
    }

    private ProvisioningFailed failed(FlywayException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof FlywaySqlScriptException script) {
                return failed(script);
            }
        }
        return new ProvisioningFailed(
                "Migrating %s failed: %s".formatted(owner.target().database(), e.getMessage()), e);
    }

    private ProvisioningFailed failed(FlywaySqlScriptException script) {
        var file =
                script.getResource() == null
                        ? folder().toString()
                        : script.getResource().getAbsolutePathOnDisk();
        var line = script.getLineNumber();
        var reason = String.valueOf(script.getMessage());
        if (script.getCause() instanceof PSQLException server
                && server.getServerErrorMessage() instanceof ServerErrorMessage message) {
            line += linesBefore(message.getPosition(), script.getStatement());
            reason = ServerMessage.of(message);
        } else if (script.getCause() instanceof SQLException broken) {
            reason = ServerMessage.of(broken);
        }
        return new ProvisioningFailed(
                "Migrating %s failed at %s:%d: %s"
                        .formatted(owner.target().database(), file, line, reason),
                script);
    }

    /**
     * Flyway counts from the statement's first word, but its text starts with what stands before.
     */
    private static int linesBefore(int position, String statement) {
        var comments = Script.LEADING_COMMENTS.matcher(statement);
        var start = comments.lookingAt() ? comments.end() : 0;
        var end = Math.clamp(position - 1, start, statement.length());
        return (int) statement.substring(start, end).chars().filter(it -> it == '\n').count();
    }
}
