package dev.bulkhead.provisioning.secrets;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The folder with a random secret per role and per need of a service. A file that exists is not
 * overwritten unless that is asked for, so that whoever wants another password only has to write it
 * there.
 */
public record Secrets(Path folder) {

    /** The file of the shared server's administrator. */
    public static final String ADMINISTRATOR = "postgres";

    private static final int RANDOM_BYTES = 32;
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final SecureRandom RANDOM = new SecureRandom();

    public Secrets {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The password of a role; made on the first call. */
    public String password(String role) {
        return read(file(role));
    }

    /**
     * The name of the administrator's secret.
     *
     * @param server the shared server's name, or the service's that has a server of its own
     */
    public static String administrator(String server) {
        return server.equals(ADMINISTRATOR) ? ADMINISTRATOR : ADMINISTRATOR + "_" + server;
    }

    /** The file of a role's password; made on the first call. */
    public Path file(String name) {
        var file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return file;
        } catch (IOException e) {
            throw new ProvisioningFailed("No secret can be kept in %s: %s".formatted(file, e), e);
        }
    }

    /** The file of a service's own secret; made on the first call. */
    public Path file(String service, String secret) {
        return file(name(service, secret));
    }

    /** The name of a service's own secret. */
    public static String name(String service, String secret) {
        return service + "_" + secret;
    }

    /** Whether there is such a secret already. */
    public boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** A secret that nobody knows yet and no file holds. */
    public static String random() {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Puts another secret in the place of one that exists. Whoever reads meanwhile gets the old one
     * or the new one; who may read stays the same.
     */
    public void replace(String name, String secret) {
        var file = folder.resolve(name);
        try {
            var mode = Files.getPosixFilePermissions(file);
            var draft = draft(secret);
            try {
                Files.setPosixFilePermissions(draft, mode);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new ProvisioningFailed(
                    "The secret %s cannot be replaced: %s".formatted(file, e), e);
        }
    }

    /** Whether it can be a secret: one line that survives every file, shell and protocol. */
    static boolean usable(String text) {
        return USABLE.matcher(text).matches();
    }

    private static String read(Path file) {
        try {
            var text = Files.readString(file).strip();
            if (!usable(text)) {
                throw new ProvisioningFailed(
                        text.isEmpty()
                                ? "The secret in %s is empty; delete the file to get a new one."
                                        .formatted(file)
                                : "The secret in %s must be one line of printable ASCII without blanks."
                                        .formatted(file));
            }
            return text;
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot read the secret %s: %s".formatted(file, e), e);
        }
    }

    /** Written beside and linked into place: never half a secret, never over another. */
    private void create(Path file) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        var draft = draft(random());
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another process was faster: its secret counts
        } finally {
            Files.delete(draft);
        }
    }

    /** A file of nobody else's beside the others, safe on disk. */
    private Path draft(String secret) throws IOException {
        var draft =
                Files.createTempFile(
                        folder,
                        ".new-",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, secret + "\n", StandardOpenOption.DSYNC);
            return draft;
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }
}
