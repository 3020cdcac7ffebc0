package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The next migration of a service and its undo, as two files to be filled in.
 *
 * @param migration such as {@code db/migration/V3__add_dispute_to_charges.sql}
 * @param undo such as {@code db/undo/U3__add_dispute_to_charges.sql}
 */
public record NewMigration(Path migration, Path undo) {

    private static final Pattern DESCRIPTION =
            Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[ _-]+[A-Za-z0-9]+)*");
    private static final int LONGEST = 100;
    private static final Pattern NUMBERED = Pattern.compile("[VU](\\d+)(?:[._]\\d+)*__.*\\.sql");

    /**
     * @param description what it does, such as {@code add dispute to charges}
     * @throws ProvisioningFailed if the description cannot be a file's name, or a file is there
     *     already; nothing is written then
     */
    public static NewMigration write(Service service, String description) {
        if (!DESCRIPTION.matcher(description.strip()).matches()
                || description.strip().length() > LONGEST) {
            throw new ProvisioningFailed(
                    "\"%s\" is no description: say in at most %d letters, digits and blanks what the migration does, such as \"add dispute to charges\"."
                            .formatted(description, LONGEST));
        }
        var words = description.strip().toLowerCase(Locale.ROOT).split("[ _-]+");
        var number = next(service);
        var name = "%d__%s.sql".formatted(number, String.join("_", words));
        var files =
                new NewMigration(
                        service.sql().resolve("migration").resolve("V" + name),
                        service.sql().resolve("undo").resolve("U" + name));
        files.write(String.join(" ", words), number);
        return files;
    }

    /** One more than the highest there is, of migrations and of undos that have lost theirs. */
    private static long next(Service service) {
        return 1
                + Stream.of("migration", "undo")
                        .map(it -> service.sql().resolve(it))
                        .filter(Files::isDirectory)
                        .flatMap(NewMigration::names)
                        .map(NUMBERED::matcher)
                        .filter(it -> it.matches())
                        .mapToLong(it -> Long.parseLong(it.group(1)))
                        .max()
                        .orElse(0);
    }

    private static Stream<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot list %s: %s".formatted(folder, e), e);
        }
    }

    private void write(String description, long number) {
        create(
                migration,
                """
                -- What: %s.
                -- Why:
                --
                -- Write ${prefix} before each name of a table, function or sequence. Code of V%d goes on running while and
                -- after this runs, so add, do not rename or drop: docs/operations.md, "Changing the schema".
                """
                        .formatted(sentence(description), number - 1));
        try {
            create(
                    undo,
                    """
                    -- Undoes V%d (%s): everything is as it was before, newest first. One transaction, so nothing "concurrently".
                    -- What is lost:
                    """
                            .formatted(number, description));
        } catch (ProvisioningFailed e) {
            delete(migration);
            throw e;
        }
    }

    private static String sentence(String description) {
        return description.substring(0, 1).toUpperCase(Locale.ROOT) + description.substring(1);
    }

    private static void create(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new ProvisioningFailed(
                    "%s is there already; nothing was written.".formatted(file), e);
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot write %s: %s".formatted(file, e), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot delete %s: %s".formatted(file, e), e);
        }
    }
}
