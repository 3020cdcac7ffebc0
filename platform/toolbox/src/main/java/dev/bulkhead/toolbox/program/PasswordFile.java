package dev.bulkhead.toolbox.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A password where only the program it is for can read it: neither on a command line nor in an
 * environment, which other processes of the same user may look at.
 */
final class PasswordFile implements AutoCloseable {

    private static final String PREFIX = "bulkhead-login-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");

    private final Path folder;

    private PasswordFile(Path folder) {
        this.folder = folder;
    }

    static PasswordFile of(Login login) {
        var parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            clear(parent);
            var folder =
                    Files.createTempDirectory(
                            parent, PREFIX + ProcessHandle.current().pid() + "-"); // mode 0700
            var file = new PasswordFile(folder);
            Files.createFile(
                    file.path(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file.path(),
                    "*:*:*:%s:%s\n".formatted(escaped(login.user()), escaped(login.password())));
            return file;
        } catch (IOException e) {
            throw new ProgramFailed("No password file can be made in " + parent + ": " + e, e);
        }
    }

    Path path() {
        return folder.resolve("pgpass");
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    /** Removes what a process left that was killed. */
    private static void clear(Path parent) throws IOException {
        List<Path> folders;
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            folders = new java.util.ArrayList<>();
            found.forEach(folders::add);
        }
        for (var it : folders) {
            var name = NAME.matcher(it.getFileName().toString());
            if (name.matches()
                    && Files.isWritable(it)
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                delete(it);
            }
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var it : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(it);
            }
        } catch (IOException | UncheckedIOException e) {
            // another process clears it now
        }
    }

    @Override
    public void close() {
        delete(folder);
    }
}
