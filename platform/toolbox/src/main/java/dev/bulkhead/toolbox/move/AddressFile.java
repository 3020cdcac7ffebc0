package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The file in which a service finds its database, and reads again all the time. Whoever reads gets
 * a whole one; lines about other things stay.
 */
public record AddressFile(Path file) {

    private static final String URL = "spring.datasource.url";
    private static final String PAUSE = "bulkhead.db.pause-writes";
    private static final String NEXT = "bulkhead.db.next-url";
    private static final String STAMP = "# said at ";

    /** Whether a service was told to look there. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** The address it names; empty without a file. */
    public Optional<String> url() {
        return property(URL);
    }

    /** Whether it asks for a pause of writes, which may be over by now. */
    public boolean pauses() {
        return property(PAUSE).isPresent();
    }

    /** Serve from there. */
    public void serve(String url) {
        write(URL + "=" + url + "\n");
    }

    /**
     * Let no writer in.
     *
     * @param length after which the service asks the database itself
     * @param next where it may be by then
     */
    public void pause(String url, Duration length, String next) {
        write("%s=%s\n%s=%ds\n%s=%s\n".formatted(URL, url, PAUSE, length.toSeconds(), NEXT, next));
    }

    private Optional<String> property(String name) {
        if (!exists()) {
            return Optional.empty();
        }
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            return Optional.ofNullable(properties.getProperty(name));
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void write(String lines) {
        try {
            var before = exists() ? Files.readString(file) : "";
            var text =
                    before.lines()
                                    .filter(it -> !about(it))
                                    .map(it -> it + "\n")
                                    .collect(Collectors.joining())
                            + lines
                            + STAMP
                            + Instant.now()
                            + "\n";
            var folder = Files.createDirectories(file.toAbsolutePath().getParent());
            var mode =
                    exists()
                            ? Files.getPosixFilePermissions(file)
                            : PosixFilePermissions.fromString("rw-r-----");
            var draft = Files.createTempFile(folder, ".new-", "");
            try {
                Files.writeString(draft, text);
                Files.setPosixFilePermissions(draft, mode);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean about(String line) {
        return line.startsWith(URL + "=")
                || line.startsWith(PAUSE + "=")
                || line.startsWith(NEXT + "=")
                || line.startsWith(STAMP);
    }
}
