package dev.bulkhead.cli.checkout;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.Service;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Remembers which rung of the isolation ladder each service was put on last, so that other commands
 * find what runs, and a change of rungs is noticed.
 */
public record RungsFile(Path file) {

    /** Stands before the names of what the manifest said itself. */
    private static final String MANIFEST = "manifest.";

    /** Empty before the first time. */
    public Optional<Remembered> read() {
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            var used = new TreeMap<String, String>();
            var written = new TreeMap<String, String>();
            for (var name : properties.stringPropertyNames()) {
                var rung = properties.getProperty(name);
                if (name.startsWith(MANIFEST)) {
                    written.put(name.substring(MANIFEST.length()), rung);
                } else {
                    used.put(name, rung);
                }
            }
            return Optional.of(new Remembered(new Rungs(used), new Rungs(written)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Remembered remembered) {
        var lines = new StringBuilder();
        remembered.used().services().forEach((service, rung) -> line(lines, service, rung));
        remembered
                .written()
                .services()
                .forEach((service, rung) -> line(lines, MANIFEST + service, rung));
        try {
            var draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(StringBuilder lines, String name, String rung) {
        lines.append(name).append('=').append(rung).append('\n');
    }

    /**
     * @param used the rungs that services were put on
     * @param written the rungs that the manifest named then, which an option may have overruled
     */
    public record Remembered(Rungs used, Rungs written) {}

    /**
     * @param services each service's name and its rung's word
     */
    public record Rungs(Map<String, String> services) {

        public Rungs {
            services = new TreeMap<>(services);
        }

        public static Rungs of(Manifest manifest) {
            return new Rungs(
                    manifest.services().stream()
                            .collect(Collectors.toMap(Service::name, it -> it.isolation().word())));
        }

        /** The rung that all services are on, if they are on one. */
        public Optional<Isolation> uniform() {
            var words = services.values().stream().distinct().toList();
            return words.size() == 1 ? Isolation.of(words.getFirst()) : Optional.empty();
        }

        /** Whether a service that both know is on another rung there. */
        public boolean differs(Rungs other) {
            return services.entrySet().stream()
                    .anyMatch(it ->
                            !it.getValue()
                                    .equals(
                                            other.services()
                                                    .getOrDefault(it.getKey(), it.getValue())));
        }

        /** {@code schema}, or {@code auth server, game database, ...}. */
        @Override
        public String toString() {
            return uniform()
                    .map(Isolation::word)
                    .orElseGet(() ->
                            services.entrySet().stream()
                                    .map(it -> it.getKey() + " " + it.getValue())
                                    .collect(Collectors.joining(", ")));
        }
    }
}
