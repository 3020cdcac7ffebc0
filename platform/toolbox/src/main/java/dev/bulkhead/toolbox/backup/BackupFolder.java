package dev.bulkhead.toolbox.backup;

import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A folder of backups that nobody but its owner can read. */
public final class BackupFolder {

    private static final String PART = ".part";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;

    public BackupFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The complete backups, newest first; what cannot be read is left out. */
    public List<StoredBackup> list() {
        return files(StoredBackup.DUMP).stream()
                .flatMap(it -> readable(it).stream())
                .sorted(Comparator.comparing((StoredBackup it) -> it.backup().taken()).reversed())
                .toList();
    }

    /** The newest of one service. */
    public Optional<StoredBackup> newest(String platform, String service) {
        return list().stream().filter(it -> isOf(it, platform, service)).findFirst();
    }

    /**
     * Those beyond the newest of each service.
     *
     * @param keep how many of each to spare, at least 1
     */
    public List<StoredBackup> beyond(int keep) {
        return list().stream()
                .collect(
                        Collectors.groupingBy(
                                it -> it.backup().platform() + "/" + it.backup().service()))
                .values()
                .stream()
                .flatMap(it -> it.stream().skip(keep))
                .sorted(Comparator.comparing(it -> it.backup().taken()))
                .toList();
    }

    /** Deletes a backup, and what is known of it last. */
    public void delete(StoredBackup backup) {
        try {
            Files.deleteIfExists(backup.file());
            Files.deleteIfExists(StoredBackup.sidecar(backup.file()));
        } catch (IOException e) {
            throw new BackupFailed("Cannot delete %s: %s".formatted(backup.file(), e), e);
        }
    }

    private static boolean isOf(StoredBackup it, String platform, String service) {
        return it.backup().platform().equals(platform) && it.backup().service().equals(service);
    }

    private static Optional<StoredBackup> readable(Path file) {
        try {
            return Optional.of(StoredBackup.read(file));
        } catch (BackupFailed e) {
            return Optional.empty(); // of another program, or being deleted
        }
    }

    private List<Path> files(String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(it -> it.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BackupFailed("Cannot list %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Begins a backup. It has no backup's name before it is complete.
     *
     * @throws BackupFailed if the folder cannot be written
     */
    Part begin(String platform, String service, Instant when) {
        try {
            prepare();
            clear("%s-%s-".formatted(platform, service));
            for (var moment = when.truncatedTo(ChronoUnit.SECONDS);
                    ;
                    moment = moment.plusSeconds(1)) {
                var name =
                        "%s-%s-%s%s"
                                .formatted(
                                        platform, service, TIME.format(moment), StoredBackup.DUMP);
                var part = part(folder.resolve(name));
                if (part != null) {
                    return part;
                }
            }
        } catch (IOException e) {
            throw new BackupFailed(
                    "No backup can be written to %s: %s".formatted(folder, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "access denied"
                : String.valueOf(e.getMessage());
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    /** Null if there is such a backup already. */
    private @Nullable Part part(Path dump) throws IOException {
        if (Files.exists(dump)) {
            return null;
        }
        var file = dump.resolveSibling(dump.getFileName() + PART);
        var lock = FileChannel.open(lock(file), CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            return null; // another process's
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            lock.close();
            return null;
        }
        return new Part(file, dump, lock);
    }

    /** Removes what was begun and is not written by anybody any more. */
    private void clear(String prefix) throws IOException {
        for (var it : files(StoredBackup.DUMP + PART)) {
            if (it.getFileName().toString().startsWith(prefix) && isAbandoned(it)) {
                Files.deleteIfExists(it);
                Files.deleteIfExists(lock(it));
            }
        }
        for (var it : files(StoredBackup.DUMP + StoredBackup.SIDECAR)) {
            var name = it.getFileName().toString();
            var dump =
                    it.resolveSibling(
                            name.substring(0, name.length() - StoredBackup.SIDECAR.length()));
            var part = dump.resolveSibling(dump.getFileName() + PART);
            if (name.startsWith(prefix) && !Files.exists(dump) && !Files.exists(part)) {
                Files.deleteIfExists(it);
            }
        }
    }

    /**
     * The system takes a lock back when its holder dies, however it dies; but also when the holder
     * closes the file, so it is on a file that nobody reads.
     */
    private static boolean isAbandoned(Path part) throws IOException {
        try (var channel = FileChannel.open(lock(part), CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread's
        }
    }

    private static Path lock(Path part) {
        return part.resolveSibling("." + part.getFileName() + ".lock");
    }

    /** A backup that is being written. */
    static final class Part implements AutoCloseable {

        private final Path file;
        private final Path dump;
        private final FileChannel lock;

        private Part(Path file, Path dump, FileChannel lock) {
            this.file = file;
            this.dump = dump;
            this.lock = lock;
        }

        Path file() {
            return file;
        }

        /** Gives it its name. What is known of it is there first. */
        StoredBackup complete(Backup backup) throws IOException {
            var stored = new StoredBackup(dump, backup);
            StoredBackup.sync(file);
            stored.writeSidecar();
            Files.move(file, dump, StandardCopyOption.ATOMIC_MOVE);
            StoredBackup.sync(Objects.requireNonNull(dump.getParent()));
            return stored;
        }

        @Override
        public void close() {
            try (lock) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(BackupFolder.lock(file));
            } catch (IOException e) {
                throw new BackupFailed("Cannot delete %s: %s".formatted(file, e), e);
            }
        }
    }
}
