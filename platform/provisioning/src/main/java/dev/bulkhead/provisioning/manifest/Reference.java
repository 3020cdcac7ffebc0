package dev.bulkhead.provisioning.manifest;

/**
 * That a column holds ids of another service's rows, where no foreign key can say so.
 *
 * @param table the table that refers, without prefix
 * @param column its column
 * @param service the service referred to
 * @param view the view that it publishes
 * @param viewColumn the view's column with the ids
 */
public record Reference(
        String table, String column, String service, String view, String viewColumn) {

    @Override
    public String toString() {
        return "%s.%s: %s.%s.%s".formatted(table, column, service, view, viewColumn);
    }
}
