package dev.bulkhead.provisioning.migration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a service's tables are.
 *
 * @param version the newest migration's; empty when none ran
 * @param appliedAt when that was
 * @param migrations all of them, in the folder or in the history
 * @param drift how files and history differ, one sentence each
 */
public record SchemaStatus(
        String version,
        Optional<Instant> appliedAt,
        List<MigrationStatus> migrations,
        List<String> drift) {

    static final SchemaStatus NONE = new SchemaStatus("", Optional.empty(), List.of(), List.of());

    public SchemaStatus {
        migrations = List.copyOf(migrations);
        drift = List.copyOf(drift);
    }

    public int pending() {
        return count("Pending", "Out of Order", "Ignored", "Above Target");
    }

    public int failed() {
        return (int) migrations.stream().filter(it -> it.state().startsWith("Failed")).count();
    }

    private int count(String... states) {
        return (int) migrations.stream().filter(it -> List.of(states).contains(it.state())).count();
    }
}
