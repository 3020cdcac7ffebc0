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

    /** Empty before the first time. */
    public Optional<Rungs> read() {
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            var services = new TreeMap<String, String>();
            properties
                    .stringPropertyNames()
                    .forEach(it -> services.put(it, properties.getProperty(it)));
            return Optional.of(new Rungs(services));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Rungs rungs) {
        var lines =
                rungs.services().entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            var draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
