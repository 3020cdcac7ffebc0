package dev.bulkhead.provisioning.migration;

import java.util.List;

/**
 * What a migration did.
 *
 * @param applied the migrations that ran now, such as {@code V2 add dispute to charges}
 * @param version the schema's version afterwards; empty if there is none
 */
public record Migrated(List<String> applied, String version) {

    public Migrated {
        applied = List.copyOf(applied);
    }
}
