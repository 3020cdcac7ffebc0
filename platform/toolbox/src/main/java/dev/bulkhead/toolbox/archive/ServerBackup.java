package dev.bulkhead.toolbox.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * One backup of a whole server.
 *
 * @param server whose
 * @param label pgBackRest's name for it
 * @param type {@code full}, {@code diff} or {@code incr}
 * @param size of the database, in bytes
 * @param stored what it added to the repository, in bytes
 * @param firstWal the first segment of the log that it needs
 * @param lastWal the last segment of the log that it needs
 * @param damaged whether pages with a wrong checksum were found when it was taken
 * @param verified when it was last restored and compared
 */
public record ServerBackup(
        String server,
        String label,
        String type,
        Instant start,
        Instant stop,
        long size,
        long stored,
        String firstWal,
        String lastWal,
        boolean damaged,
        Optional<Instant> verified) {

    /** The type in a word for people. */
    public String kind() {
        return switch (type) {
            case "incr" -> "incremental";
            case "diff" -> "differential";
            default -> type;
        };
    }

    boolean full() {
        return type.equals("full");
    }
}
