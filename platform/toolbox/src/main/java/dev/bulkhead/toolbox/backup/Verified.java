package dev.bulkhead.toolbox.backup;

import java.time.Duration;
import java.util.List;

/**
 * What restoring a backup to a scratch server showed.
 *
 * @param differences a sentence each; none if it holds what it must
 * @param taken for the restore, without the server's start
 */
public record Verified(
        StoredBackup stored, List<String> differences, Duration taken, String server) {

    public Verified {
        differences = List.copyOf(differences);
    }

    public boolean holds() {
        return differences.isEmpty();
    }
}
