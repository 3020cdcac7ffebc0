package dev.bulkhead.provisioning.manifest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * How the platform's servers are backed up as a whole: by pgBackRest, with an archive of their
 * write-ahead log.
 *
 * @param encryption whether the repository is encrypted (AES-256), with a passphrase that is a
 *     secret of the platform
 * @param fulls how many full backups are kept, each with its increments and the log since
 */
public record Backup(
        Repository repository,
        boolean encryption,
        Compression compression,
        int fulls,
        Schedule schedule) {

    /** Where backups and log are kept. Keys are secrets of the platform and never stand here. */
    public sealed interface Repository {

        /**
         * A folder.
         *
         * @param path empty for the place in the platform's own state
         */
        record Directory(Optional<Path> path) implements Repository {}

        /**
         * A bucket of S3 or of anything that speaks its protocol over TLS.
         *
         * @param path inside the bucket
         * @param pathStyle whether the bucket is named in the path instead of the host name, as
         *     most stores but Amazon's want it
         * @param authorities who may certify the endpoint, if not the system's authorities
         */
        record S3(
                String endpoint,
                String bucket,
                String region,
                String path,
                boolean pathStyle,
                Optional<Path> authorities)
                implements Repository {}
    }

    /**
     * @param type {@code zstd}, {@code lz4}, {@code gzip} or {@code none}
     * @param level in the words of the type; empty for its default
     */
    public record Compression(String type, Optional<Integer> level) {}

    /**
     * When the service of the containers takes backups.
     *
     * @param full the time of day (UTC) of the full one
     * @param incremental how long after a backup the next increment follows
     */
    public record Schedule(LocalTime full, Duration incremental) {}
}
