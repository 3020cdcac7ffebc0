package dev.bulkhead.toolbox.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A complete dump and what is known of it.
 *
 * @param file the dump; what is known lies beside it, under its name and {@value #SIDECAR}
 */
public record StoredBackup(Path file, Backup backup) {

    static final String DUMP = ".dump";
    static final String SIDECAR = ".json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Reads what is known of a dump.
     *
     * @throws BackupFailed if there is no such file, or nothing is known of it
     */
    public static StoredBackup read(Path file) {
        var dump = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(dump)) {
            throw new BackupFailed("There is no backup " + file + ".");
        }
        var sidecar = sidecar(dump);
        try {
            return new StoredBackup(dump, JSON.readValue(Files.readString(sidecar), Backup.class));
        } catch (NoSuchFileException e) {
            throw new BackupFailed(
                    "%s lacks its %s, so nothing says whose it is and what must be in it."
                            .formatted(file, sidecar.getFileName()));
        } catch (IOException | JacksonException e) {
            throw new BackupFailed("Cannot read %s: %s".formatted(sidecar, e.getMessage()), e);
        }
    }

    static Path sidecar(Path dump) {
        return dump.resolveSibling(dump.getFileName() + SIDECAR);
    }

    /**
     * Compares the file with what is known of it.
     *
     * @param progress hears of the bytes read
     * @throws BackupFailed if it is damaged
     */
    public void check(LongConsumer progress) {
        try {
            var size = Files.size(file);
            if (size != backup.bytes()) {
                throw new BackupFailed(
                        "%s is damaged: it has %d bytes and had %d when it was made."
                                .formatted(file, size, backup.bytes()));
            }
            if (!sha256(file, progress).equals(backup.sha256())) {
                throw new BackupFailed(
                        "%s is damaged: its SHA-256 is not what it was when it was made."
                                .formatted(file));
            }
        } catch (IOException e) {
            throw new BackupFailed("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    StoredBackup verifiedAt(Instant when) {
        var verified = new StoredBackup(file, backup.verifiedAt(when));
        verified.writeSidecar();
        return verified;
    }

    /** Replaces what is known of it; whoever reads gets the old or the new. */
    void writeSidecar() {
        var sidecar = sidecar(file);
        try {
            var draft = sidecar.resolveSibling("." + sidecar.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, JSON.writeValueAsString(backup) + "\n");
            sync(draft);
            Files.move(draft, sidecar, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BackupFailed("Cannot write %s: %s".formatted(sidecar, e.getMessage()), e);
        }
    }

    /** Returns when a file, or the names in a folder, are safe on disk. */
    static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static String sha256(Path file, LongConsumer progress) throws IOException {
        return Sha256.of(file, progress);
    }
}
