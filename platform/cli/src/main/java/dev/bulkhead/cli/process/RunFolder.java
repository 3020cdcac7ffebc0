package dev.bulkhead.cli.process;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The pid files of one checkout. A file whose process is gone counts as absent, whoever has its id
 * today.
 */
public final class RunFolder {

    private static final String SUFFIX = ".pid";

    private final Path folder;

    public RunFolder(Path folder) {
        this.folder = folder;
    }

    public Optional<Running> find(String name) {
        return remembered(name).filter(Running::alive);
    }

    /** Everything that has a file, alive or not. */
    public List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(SUFFIX))
                    .map(it -> it.substring(0, it.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also what runs no more: how a crash shows. */
    public Optional<Running> remembered(String name) {
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file(name))));
            return Optional.of(
                    new Running(
                            name,
                            new ProcessIdentity(
                                    Long.parseLong(properties.getProperty("pid", "")),
                                    properties.getProperty("started", "")),
                            Integer.parseInt(properties.getProperty("port", "")),
                            Boolean.parseBoolean(properties.getProperty("front")),
                            properties.getProperty("build", ""),
                            millis(properties.getProperty("ready_after_ms"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (
                IllegalArgumentException e) { // a torn or foreign file says nothing about a process
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void remember(Running running) {
        var lines = new StringBuilder();
        lines.append("pid=").append(running.process().pid()).append('\n');
        lines.append("started=").append(running.process().started()).append('\n');
        lines.append("port=").append(running.port()).append('\n');
        lines.append("front=").append(running.front()).append('\n');
        lines.append("build=").append(running.build()).append('\n');
        if (running.readyAfter() != null) {
            lines.append("ready_after_ms=").append(running.readyAfter().toMillis()).append('\n');
        }
        try {
            Files.createDirectories(folder);
            var draft = Files.createTempFile(folder, running.name(), ".new");
            Files.writeString(draft, lines);
            Files.move(draft, file(running.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void forget(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    private static @Nullable Duration millis(@Nullable String text) {
        return text == null ? null : Duration.ofMillis(Long.parseLong(text));
    }
}
