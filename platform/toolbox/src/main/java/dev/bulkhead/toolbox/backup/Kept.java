package dev.bulkhead.toolbox.backup;

/**
 * What a restore has replaced and nobody has dropped yet.
 *
 * @param schema empty where it is a whole database
 * @param bytes on disk
 */
public record Kept(String service, String database, String schema, long bytes) {

    /** As a person reads it. */
    @Override
    public String toString() {
        return schema.isEmpty()
                ? "database " + database
                : "schema %s of %s".formatted(schema, database);
    }
}
