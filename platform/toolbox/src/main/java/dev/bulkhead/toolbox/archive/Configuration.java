package dev.bulkhead.toolbox.archive;

import dev.bulkhead.provisioning.manifest.Backup;
import dev.bulkhead.provisioning.manifest.Backup.Repository;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What pgBackRest has to know, from the manifest and the secrets.
 *
 * @param standard the repository where the manifest names none
 * @param locks where pgBackRest keeps its lock files
 */
record Configuration(Backup backup, Path standard, Path locks) {

    /** The passphrase of the repository. Without it no backup can be read, by anybody. */
    static final String PASSPHRASE = "backup_cipher";

    static final String S3_KEY = "backup_s3_key";
    static final String S3_KEY_SECRET = "backup_s3_key_secret";

    private static final int MOST_PROCESSES = 4;

    /** Seconds: a server that could not archive for a while has much to catch up on. */
    private static final String ARCHIVE_TIMEOUT = "600";

    private static final String LEFT_OUT = "<left out>";

    /** The folder of the repository; null where it is no folder. */
    Path folder() {
        return backup.repository() instanceof Repository.Directory it
                ? it.path().orElse(standard)
                : standard;
    }

    boolean inFolder() {
        return backup.repository() instanceof Repository.Directory;
    }

    /** The file as pgBackRest reads it. */
    String text(ServerFiles server, Secrets secrets) {
        return text(server, name -> secret(secrets, name));
    }

    /** The same for people: what is secret is left out. */
    String shown(ServerFiles server) {
        return text(server, _ -> LEFT_OUT);
    }

    private static String secret(Secrets secrets, String name) {
        if (!name.equals(PASSPHRASE) && !secrets.has(name)) {
            throw new ArchiveFailed(
                    "The bucket's key is missing: put it into %s and %s, each one line, mode 0600."
                            .formatted(
                                    secrets.folder().resolve(S3_KEY),
                                    secrets.folder().resolve(S3_KEY_SECRET)));
        }
        return secrets.password(name);
    }

    private interface Revealing {
        String secret(String name);
    }

    private String text(ServerFiles server, Revealing revealing) {
        return """
        # Written by Bulkhead from its manifest and its secrets whenever they are used.
        [global]
        %s
        [%s]
        %s\
        """
                .formatted(
                        lines(global(revealing)),
                        server.name(),
                        lines(
                                Map.of(
                                        "pg1-path", server.data().toString(),
                                        "pg1-socket-path", server.socket().toString(),
                                        "pg1-port", String.valueOf(server.port()),
                                        "pg1-user", server.administrator())));
    }

    private Map<String, String> global(Revealing revealing) {
        var lines = new LinkedHashMap<String, String>();
        switch (backup.repository()) {
            case Repository.Directory _ -> lines.put("repo1-path", folder().toString());
            case Repository.S3 it -> {
                lines.put("repo1-type", "s3");
                lines.put("repo1-s3-endpoint", it.endpoint());
                lines.put("repo1-s3-bucket", it.bucket());
                lines.put("repo1-s3-region", it.region());
                lines.put("repo1-path", it.path());
                lines.put("repo1-s3-uri-style", it.pathStyle() ? "path" : "host");
                it.authorities()
                        .ifPresent(file -> lines.put("repo1-storage-ca-file", file.toString()));
                lines.put("repo1-s3-key", revealing.secret(S3_KEY));
                lines.put("repo1-s3-key-secret", revealing.secret(S3_KEY_SECRET));
                lines.put("repo1-bundle", "y"); // a request a file would take hours
            }
        }
        if (backup.encryption()) {
            lines.put("repo1-cipher-type", "aes-256-cbc");
            lines.put("repo1-cipher-pass", revealing.secret(PASSPHRASE));
        }
        lines.put("repo1-retention-full", String.valueOf(backup.fulls()));
        var compression = backup.compression();
        lines.put(
                "compress-type",
                switch (compression.type()) {
                    case "zstd" -> "zst";
                    case "gzip" -> "gz";
                    default -> compression.type();
                });
        compression.level().ifPresent(it -> lines.put("compress-level", String.valueOf(it)));
        lines.put("process-max", String.valueOf(processes()));
        lines.put("start-fast", "y");
        lines.put("archive-timeout", ARCHIVE_TIMEOUT);
        lines.put("lock-path", locks.toString());
        lines.put("spool-path", locks.toString());
        lines.put("log-level-file", "off");
        lines.put("log-level-stderr", "off");
        return lines;
    }

    private static int processes() {
        return Math.min(MOST_PROCESSES, Runtime.getRuntime().availableProcessors());
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }
}
