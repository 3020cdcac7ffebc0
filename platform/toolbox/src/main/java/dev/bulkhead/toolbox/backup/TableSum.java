package dev.bulkhead.toolbox.backup;

/**
 * What one table holds.
 *
 * @param name without its schema
 * @param rows how many
 * @param checksum of all rows whatever their order, in decimal digits; see {@link Checksums}
 */
public record TableSum(String schema, String name, long rows, String checksum) {

    /** As a person reads it, such as {@code auth.users}. */
    public String table() {
        return schema + "." + name;
    }
}
