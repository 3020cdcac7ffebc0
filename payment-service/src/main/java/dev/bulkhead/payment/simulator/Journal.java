package dev.bulkhead.payment.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the simulator knows, kept between two starts: a line of JSON for each state an object was
 * in, the latest of which counts.
 */
class Journal {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Path file;
    private final JsonMapper json;

    Journal(Path file, JsonMapper json) {
        this.file = file;
        this.json = json;
    }

    List<Map<String, Object>> read() {
        var objects = new ArrayList<Map<String, Object>>();
        try {
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    try {
                        objects.add(json.readValue(line, OBJECT));
                    } catch (JacksonException e) {
                        // half a line: the process was killed while it wrote
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The Stripe simulator cannot read " + file, e);
        }
        return objects;
    }

    /**
     * Writes down what has changed; asks for it under the lock, so that later states come later.
     */
    synchronized void append(Supplier<List<Map<String, Object>>> changes) {
        try {
            Files.write(
                    file,
                    changes.get().stream().map(json::writeValueAsString).toList(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The Stripe simulator cannot write " + file, e);
        }
    }

    void rewrite(Collection<Map<String, Object>> objects) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, objects.stream().map(json::writeValueAsString).toList());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The Stripe simulator cannot write " + file, e);
        }
    }
}
