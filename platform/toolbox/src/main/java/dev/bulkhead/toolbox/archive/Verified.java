package dev.bulkhead.toolbox.archive;

import java.time.Duration;
import java.util.List;

/**
 * What became of restoring a backup into a server made for it.
 *
 * @param tables how many were read there, row by row
 * @param rows how many those have
 * @param equal tables that were compared with the server that was backed up, and are equal
 * @param moving tables that were written to while they were counted there, so that only their rows
 *     could be read here
 * @param faults what is wrong; none if the backup can be relied on
 * @param compared whether the server that was backed up was there to compare with
 * @param restoring how long it took until the restored server answered
 * @param whole how long everything took
 */
public record Verified(
        ServerBackup backup,
        int tables,
        long rows,
        int equal,
        List<String> moving,
        List<String> faults,
        boolean compared,
        Duration restoring,
        Duration whole) {

    public boolean good() {
        return faults.isEmpty();
    }
}
