package dev.bulkhead.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once per version into a cache folder. */
record Binaries(Path home) {

    static final String CACHE_PROPERTY = "bulkhead.postgres.cache";

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Unpacks the archive on the class path, unless an earlier run has done so. */
    static Binaries unpacked() {
        var archive = archiveName();
        try {
            var home = cache().resolve(fingerprint(archive));
            Files.createDirectories(cache());
            if (!Privileges.owns(cache())) {
                throw new EmbeddedServerFailed(
                        "%s is somebody else's; programs from there are not run."
                                .formatted(cache()));
            }
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new EmbeddedServerFailed(
                    "PostgreSQL could not be unpacked into " + cache() + ": " + e, e);
        }
    }

    /** The user's cache; where that is nobody else's to read but nobody is to run them, /tmp. */
    private static Path cache() {
        var configured = System.getProperty(CACHE_PROPERTY);
        if (configured != null) {
            return Path.of(configured);
        }
        var home = Path.of(System.getProperty("user.home"));
        return Privileges.here() != Privileges.NOBODY && Files.isWritable(home)
                ? home.resolve(".cache/bulkhead/postgres")
                : Path.of(System.getProperty("java.io.tmpdir"), "bulkhead-programs");
    }

    private static String archiveName() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("mac")) {
            return arm ? "postgres-darwin-arm_64.txz" : "postgres-darwin-x86_64.txz";
        }
        if (os.contains("linux")) {
            return arm ? "postgres-linux-arm_64.txz" : "postgres-linux-x86_64.txz";
        }
        throw new EmbeddedServerFailed(
                "There is no embedded PostgreSQL for %s on %s; use an installed server."
                        .formatted(os, arch));
    }

    /**
     * The archive's own checksum names the folder: a new version never meets an old one's files.
     */
    private static String fingerprint(String archive) throws IOException {
        if (Binaries.class.getResource("/" + archive) instanceof URL url
                && url.openConnection() instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        try (var in = new CheckedInputStream(open(archive), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(in.getChecksum().getValue());
        }
    }

    private static InputStream open(String archive) {
        var in = Binaries.class.getResourceAsStream("/" + archive);
        if (in == null) {
            throw new EmbeddedServerFailed(
                    archive
                            + " is not on the class path: this build was made for another kind of"
                            + " machine.");
        }
        return in;
    }

    /** Unpacks beside the target and renames, so that a half unpacked folder is never used. */
    private static void unpack(String archive, Path home) throws IOException {
        var work = Files.createTempDirectory(home.getParent(), home.getFileName() + "-");
        Folders.openToOthers(work);
        try (var tar =
                new TarArchiveInputStream(
                        new XZCompressorInputStream(new BufferedInputStream(open(archive))))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                unpack(entry, tar, work);
            }
        }
        try {
            Files.move(work, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Folders.delete(work); // another process was faster
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder)
            throws IOException {
        var target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("The archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            try {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } catch (FileAlreadyExistsException e) {
                // the archive holds the link twice
            }
        } else if (entry.isLink()) {
            Files.createLink(target, folder.resolve(entry.getLinkName()));
        } else {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions =
                EnumSet.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }
}
