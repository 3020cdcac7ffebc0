package dev.bulkhead.provisioning.migration;

import java.util.List;

/**
 * What the seeds did.
 *
 * @param files the files that ran, in their order
 * @param rows how many rows they wrote; none when all were there
 */
public record Seeded(List<String> files, long rows) {

    public Seeded {
        files = List.copyOf(files);
    }
}
