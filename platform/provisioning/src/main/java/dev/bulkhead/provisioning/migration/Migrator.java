package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a service's tables up to the migrations in its module. */
public final class Migrator {

    private final Owner owner;

    public Migrator(DatabaseServer server, ServiceDatabase target, Secrets secrets) {
        this.owner = Owner.of(server, target, secrets);
    }

    public Migrated migrate() {
        if (!Files.isDirectory(folder())) {
            return new Migrated(List.of(), "");
        }
        try {
            var result = flyway().migrate();
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
            return Arrays.stream(flyway().info().all())
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

    private Path folder() {
        return owner.target().service().module().resolve("src/main/resources/db/migration");
    }

    private Flyway flyway() {
        var target = owner.target();
        return Flyway.configure()
                .dataSource(owner.server().url(target.database()), target.owner(), owner.password())
                .locations("filesystem:" + folder())
                .defaultSchema(target.schema())
                .createSchemas(false)
                .table(target.historyTable())
                .placeholders(owner.placeholders())
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .callbacks(new Protection(target))
                .configuration(
                        Map.of(
                                // CREATE INDEX CONCURRENTLY would wait for Flyway's own lock
                                "flyway.postgresql.transactional.lock", "false"))
                .load();
    }

    private static String label(String version, String description) {
        return version == null || version.isEmpty()
                ? "R " + description
                : "V%s %s".formatted(version, description);
    }

    private ProvisioningFailed failed(FlywayException e) {
        return new ProvisioningFailed(
                "Migrating %s failed: %s".formatted(owner.target().database(), e.getMessage()), e);
    }
}
