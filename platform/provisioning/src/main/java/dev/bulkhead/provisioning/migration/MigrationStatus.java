package dev.bulkhead.provisioning.migration;

/**
 * One migration, in the service's folder or in the database's history.
 *
 * @param state Flyway's word for it, such as Success, Pending or Missing
 */
public record MigrationStatus(String version, String description, String state) {

    /** Whether the database has it. */
    public boolean isApplied() {
        return state.equals("Success") || state.equals("Baseline");
    }
}
