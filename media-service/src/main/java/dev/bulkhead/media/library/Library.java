package dev.bulkhead.media.library;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The folder that holds the videos.
 *
 * <p>Whoever runs the service may put files anywhere in it. Uploads lie in <code>uploads</code>,
 * each named by the id of its video, so that no two of them ever meet in one path. Two hidden
 * folders are the library's own: <code>.incoming</code> for what is being received, and <code>
 * .trash</code> for what is being deleted. Symbolic links are never followed out of the folder.
 */
@Component
public class Library {

    private static final Logger log = LoggerFactory.getLogger(Library.class);

    private static final String UPLOADS = "uploads";
    private static final String INCOMING = ".incoming";
    private static final String TRASH = ".trash";
    private static final String ID_FORM = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern ID = Pattern.compile(ID_FORM);
    private static final Pattern UPLOAD =
            Pattern.compile(UPLOADS + "/(" + ID_FORM + ")\\.[a-z0-9]+");
    private static final int BUFFER = 64 * 1024;
    private static final long LOOK_AT_DISK_EVERY = 16L * 1024 * 1024;

    private final Path root;
    private final long maxUpload;
    private final long keepFree;
    private final FreeSpace freeSpace;

    @Autowired
    Library(LibrarySettings settings) throws IOException {
        this(settings, FreeSpace.on(existing(settings.library())));
    }

    Library(LibrarySettings settings, FreeSpace freeSpace) throws IOException {
        this.root = existing(settings.library());
        this.maxUpload = settings.maxUploadSize().toBytes();
        this.keepFree = settings.keepFree().toBytes();
        this.freeSpace = freeSpace;
        removeLeftovers();
    }

    private static Path existing(Path folder) throws IOException {
        return Files.createDirectories(folder.toAbsolutePath()).toRealPath();
    }

    // Receiving

    /**
     * Writes the content to disk while reading it, and hashes it on the way.
     *
     * @param declared how many bytes the sender announced, or -1
     * @param gate sees the first bytes before any is stored; what it throws ends the matter
     * @throws UploadTooBig if it is larger than allowed
     * @throws LibraryFull if the disk has no room for it
     * @throws UploadIncomplete if the sender stops
     */
    public Arrival receive(InputStream content, long declared, Consumer<byte[]> gate)
            throws IOException {
        if (declared > maxUpload) {
            throw new UploadTooBig(maxUpload);
        }
        requireRoomFor(Math.max(declared, 0));
        var buffer = new byte[BUFFER];
        int first = read(content, buffer);
        gate.accept(Arrays.copyOf(buffer, first));
        var file = own(INCOMING).resolve(UUID.randomUUID() + ".part");
        try {
            return write(content, buffer, first, file);
        } catch (Throwable e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Arrival write(InputStream content, byte[] buffer, int first, Path file)
            throws IOException {
        var sha256 = sha256();
        long size = 0;
        long nextLook = LOOK_AT_DISK_EVERY;
        // The lock tells a second instance, starting on the same folder, that this is no leftover.
        try (var out = FileChannel.open(file, CREATE_NEW, WRITE);
                var _ = out.lock()) {
            for (int count = first; count > 0; count = read(content, buffer)) {
                size += count;
                if (size > maxUpload) {
                    throw new UploadTooBig(maxUpload);
                }
                if (size >= nextLook) {
                    requireRoomFor(0);
                    nextLook += LOOK_AT_DISK_EVERY;
                }
                sha256.update(buffer, 0, count);
                write(out, ByteBuffer.wrap(buffer, 0, count));
            }
            out.force(true);
        }
        return new Arrival(file, size, modifiedAt(file), HexFormat.of().formatHex(sha256.digest()));
    }

    /** Fills the buffer; it stays partly empty only at the end. */
    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw new UploadIncomplete(e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            if (FreeSpace.isUsedUp(e)) {
                throw new LibraryFull();
            }
            throw e;
        }
    }

    private void requireRoomFor(long bytes) throws IOException {
        if (freeSpace.bytes() - keepFree < bytes) {
            throw new LibraryFull();
        }
    }

    /**
     * Gives an arrival its place, atomically: whoever looks there sees nothing or the whole file.
     */
    public StoredFile shelve(Arrival arrival, LibraryPath path) throws IOException {
        own(UPLOADS);
        Files.move(arrival.file(), at(path), StandardCopyOption.ATOMIC_MOVE);
        return find(path).orElseThrow(FileMissing::new);
    }

    /**
     * Where the upload with this id lies.
     *
     * @param extension as in <code>mp4</code>
     */
    public static LibraryPath uploadPath(UUID id, String extension) {
        return new LibraryPath(UPLOADS + "/" + id + "." + extension);
    }

    /** The id that the path of an upload tells; empty for any other file. */
    public static Optional<UUID> uploadId(LibraryPath path) {
        var upload = UPLOAD.matcher(path.value());
        return upload.matches() ? Optional.of(UUID.fromString(upload.group(1))) : Optional.empty();
    }

    // Reading

    /** The file at this path, if it is one and lies in the library. */
    public Optional<StoredFile> find(LibraryPath path) {
        try {
            var file = at(path);
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
            // A folder on the way may be a link: what counts is where it ends.
            if (!attributes.isRegularFile() || !file.toRealPath().startsWith(root)) {
                return Optional.empty();
            }
            return Optional.of(stored(path, file, attributes));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static StoredFile stored(LibraryPath path, Path file, BasicFileAttributes attributes) {
        return new StoredFile(
                path, file, attributes.size(), storable(attributes.lastModifiedTime()));
    }

    private static Instant modifiedAt(Path file) throws IOException {
        return storable(Files.getLastModifiedTime(file, NOFOLLOW_LINKS));
    }

    private static Instant storable(FileTime time) {
        return time.toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Opens the file, unless it has become a link since it was found.
     *
     * @throws FileMissing if it is gone
     */
    public SeekableByteChannel open(StoredFile file) throws IOException {
        try {
            return Files.newByteChannel(file.file(), READ, NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new FileMissing();
        }
    }

    /** SHA-256 of the file, hexadecimal. */
    public String hash(StoredFile file) throws IOException {
        var sha256 = sha256();
        var buffer = ByteBuffer.allocate(BUFFER);
        try (var in = open(file)) {
            while (in.read(buffer) >= 0) {
                sha256.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** What meets someone who walks through the library. */
    public interface Visitor {

        void file(StoredFile file);

        /** A link, a file that cannot be read, or one whose name is no text. */
        void skipped();
    }

    /** Shows each file to the visitor, in no order. Hidden folders and links are not entered. */
    public void walk(Visitor visitor) throws IOException {
        Files.walkFileTree(root, walking(visitor));
    }

    private FileVisitor<Path> walking(Visitor visitor) {
        return new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(root) && isHidden(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isHidden(file)) {
                    return FileVisitResult.CONTINUE;
                }
                var path = pathOf(file);
                if (attributes.isRegularFile() && path.isPresent()) {
                    visitor.file(stored(path.get(), file, attributes));
                } else {
                    visitor.skipped();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(root)) {
                    throw e;
                }
                visitor.skipped();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                if (e != null) {
                    visitor.skipped(); // the rest of the folder stays unseen
                }
                return FileVisitResult.CONTINUE;
            }
        };
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private Optional<LibraryPath> pathOf(Path file) {
        var segments = new ArrayList<String>();
        root.relativize(file).forEach(it -> segments.add(it.toString()));
        var text = String.join("/", segments);
        // A name that is no text in the system's encoding does not lead back to its file.
        if (text.indexOf('\uFFFD') >= 0 || !at(new LibraryPath(text)).equals(file)) {
            return Optional.empty();
        }
        return Optional.of(new LibraryPath(text));
    }

    // Deleting

    /** A file on its way out. */
    public final class Discarded {

        private final Path file;

        private Discarded(Path file) {
            this.file = file;
        }

        public void putBack(LibraryPath path) throws IOException {
            Files.createDirectories(at(path).getParent());
            Files.move(file, at(path), StandardCopyOption.ATOMIC_MOVE);
        }

        public void erase() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Takes a file from its place, so that it can still be put back. Empty if it was not there.
     *
     * @param id names the file in the trash
     */
    public Optional<Discarded> discard(LibraryPath path, UUID id) throws IOException {
        var found = find(path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var trashed = own(TRASH).resolve(id.toString());
        Files.move(found.get().file(), trashed, StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(new Discarded(trashed));
    }

    /** The ids of what still lies in the trash, because the service died between two steps. */
    public List<UUID> trash() throws IOException {
        var folder = root.resolve(TRASH);
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> ID.matcher(it).matches())
                    .map(UUID::fromString)
                    .toList();
        }
    }

    /** What lies in the trash under this id. */
    public Discarded inTrash(UUID id) {
        return new Discarded(root.resolve(TRASH).resolve(id.toString()));
    }

    /** Deletes a file at once; for what was never seen by anybody. */
    public void erase(LibraryPath path) throws IOException {
        var found = find(path);
        if (found.isPresent()) {
            Files.deleteIfExists(found.get().file());
        }
    }

    // The library's own folders

    private Path at(LibraryPath path) {
        return root.resolve(path.value());
    }

    private Path own(String name) throws IOException {
        var folder = root.resolve(name);
        if (Files.isSymbolicLink(folder)) {
            throw new IOException("The library's folder " + name + " is a symbolic link");
        }
        return Files.createDirectories(folder);
    }

    private void removeLeftovers() throws IOException {
        var folder = root.resolve(INCOMING);
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.list(folder)) {
            files.forEach(Library::removeUnlessInUse);
        }
    }

    private static void removeUnlessInUse(Path file) {
        try (var channel = FileChannel.open(file, WRITE, NOFOLLOW_LINKS);
                var lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(file);
                log.info("Removed the rest of an interrupted upload: {}", file.getFileName());
            }
        } catch (OverlappingFileLockException e) {
            // being written by this very process
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
