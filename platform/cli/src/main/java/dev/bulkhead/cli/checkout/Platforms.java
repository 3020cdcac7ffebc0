package dev.bulkhead.cli.checkout;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds what {@code --platform} names: an example of the repository, or any manifest. */
public record Platforms(Checkout here) {

    /**
     * @param choice a folder under {@code examples/}, or the path of a manifest or its folder
     */
    public Checkout get(String choice) {
        var example = examples().resolve(choice).resolve(Manifest.FILE_NAME);
        if (names().contains(choice)) {
            return here.beside(example, choice);
        }
        var path = Path.of(choice).toAbsolutePath().normalize();
        var file = Files.isDirectory(path) ? path.resolve(Manifest.FILE_NAME) : path;
        if (!Files.isRegularFile(file)) {
            throw Mistake.usage(unknown(choice));
        }
        return of(file);
    }

    private Checkout of(Path file) {
        if (same(file, here.manifest())) {
            return here;
        }
        for (var name : names()) {
            var example = examples().resolve(name).resolve(Manifest.FILE_NAME);
            if (same(file, example)) {
                return here.beside(example, name);
            }
        }
        var name = file.getParent().getFileName() + "-" + Integer.toHexString(file.hashCode());
        return here.beside(file, name);
    }

    private List<String> names() {
        if (!Files.isDirectory(examples())) {
            return List.of();
        }
        try (var folders = Files.list(examples())) {
            return folders.filter(it -> Files.isRegularFile(it.resolve(Manifest.FILE_NAME)))
                    .map(it -> it.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path examples() {
        return here.root().resolve("examples");
    }

    private String unknown(String choice) {
        var known = names();
        return "there is no platform \""
                + choice
                + "\"; "
                + (known.isEmpty() ? "" : "there are " + String.join(", ", known) + ", or ")
                + "give the path of a "
                + Manifest.FILE_NAME
                + ". Without --platform it is this repository's own.";
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // the other does not exist
        }
    }
}
