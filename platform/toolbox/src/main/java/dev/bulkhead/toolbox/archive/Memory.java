package dev.bulkhead.toolbox.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What pgBackRest does not keep: which backups were verified, and when the server was restored. */
record Memory(Path file) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * @param verified when, by the backup's label
     * @param restores oldest first
     */
    record Contents(Map<String, String> verified, List<Turn> restores) {}

    /**
     * A restore, where the server's history forks.
     *
     * @param at when the server went on from there
     * @param from the timeline until then
     * @param to the timeline since
     */
    record Turn(String at, int from, int to) {}

    Contents read() {
        try {
            return MAPPER.readValue(Files.readString(file), Contents.class);
        } catch (NoSuchFileException e) {
            return new Contents(Map.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Instant> verified(String label) {
        return Optional.ofNullable(read().verified().get(label)).map(Instant::parse);
    }

    void verified(String label, Instant at, List<ServerBackup> kept) {
        var all = new LinkedHashMap<>(read().verified());
        all.put(label, at.toString());
        all.keySet().retainAll(kept.stream().map(ServerBackup::label).toList());
        write(new Contents(all, read().restores()));
    }

    void restored(Instant at, int from, int to) {
        var all = new ArrayList<>(read().restores());
        all.add(new Turn(at.toString(), from, to));
        write(new Contents(read().verified(), all));
    }

    /** The timeline that the server was on at a moment, unless it is the one it is on now. */
    Optional<Integer> timelineAt(Instant moment) {
        return read().restores().stream()
                .filter(it -> Instant.parse(it.at()).isAfter(moment))
                .findFirst()
                .map(Turn::from);
    }

    private void write(Contents contents) {
        try {
            var draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, MAPPER.writeValueAsString(contents));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
