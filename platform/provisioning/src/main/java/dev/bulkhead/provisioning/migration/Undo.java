package dev.bulkhead.provisioning.migration;

import java.nio.file.Path;
import java.util.List;

/**
 * One migration that is to be taken back.
 *
 * @param version as in the migration's file name
 * @param script the file that undoes it
 * @param lost what there will be no more, such as {@code table orders (12 rows)}
 */
public record Undo(String version, String description, Path script, List<String> lost) {

    public Undo {
        lost = List.copyOf(lost);
    }
}
