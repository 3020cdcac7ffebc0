package dev.bulkhead.shared.db;

import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Compares the schema with the service's migrations and changes nothing: the runtime user may not,
 * and migrating is the provisioner's work.
 */
class SchemaCheck implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        var findings = findings(flyway);
        if (!findings.isEmpty()) {
            throw new SchemaMismatch(findings);
        }
    }

    private static List<String> findings(Flyway flyway) {
        var findings = new ArrayList<String>();
        for (MigrationInfo migration : flyway.info().all()) {
            var name = nameOf(migration);
            switch (migration.getState()) {
                case PENDING, OUT_OF_ORDER, IGNORED ->
                        findings.add("migration " + name + " is missing in the database");
                case FUTURE_SUCCESS, MISSING_SUCCESS, FUTURE_FAILED, MISSING_FAILED ->
                        findings.add("the database has migration " + name + ", unknown here");
                case FAILED -> findings.add("migration " + name + " has failed");
                case OUTDATED, SUPERSEDED -> {} // earlier runs of a repeatable one
                default -> {
                    if (changed(migration)) {
                        findings.add(
                                "migration "
                                        + key(migration)
                                        + " was changed after it was applied");
                    }
                }
            }
        }
        return findings;
    }

    private static boolean changed(MigrationInfo migration) {
        return !migration.isChecksumMatching()
                || !migration.isDescriptionMatching()
                || !migration.isTypeMatching();
    }

    private static String key(MigrationInfo migration) {
        return migration.getVersion() == null ? "R" : "V" + migration.getVersion();
    }

    private static String nameOf(MigrationInfo migration) {
        return key(migration) + " \"" + migration.getDescription() + "\"";
    }
}
