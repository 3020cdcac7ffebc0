package dev.bulkhead.toolbox.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code pgbackrest info} knows of a stanza.
 *
 * @param exists whether the repository has it
 * @param busy whether a backup is being taken
 * @param backups oldest first
 * @param lastWal the last segment in the archive, empty when there is none
 */
record Info(boolean exists, boolean busy, List<ServerBackup> backups, String lastWal) {

    /** pgBackRest quotes what it could not read, as it stands there. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

    private static final int OK = 0;
    private static final int NO_STANZA = 1;
    private static final int NO_BACKUP = 2;

    static Info parse(String json, String server, Function<String, Optional<Instant>> verified) {
        var stanza = MAPPER.readTree(json).path(0);
        var status = stanza.path("status").path("code").asInt(NO_STANZA);
        if (status != OK && status != NO_STANZA && status != NO_BACKUP) {
            throw new ArchiveFailed(unreadable(stanza, server));
        }
        var backups = new ArrayList<ServerBackup>();
        for (var it : stanza.path("backup")) {
            var info = it.path("info");
            var label = it.path("label").asString();
            backups.add(
                    new ServerBackup(
                            server,
                            label,
                            it.path("type").asString(),
                            at(it.path("timestamp").path("start")),
                            at(it.path("timestamp").path("stop")),
                            info.path("size").asLong(),
                            info.path("repository").path("delta").asLong(),
                            it.path("archive").path("start").asString(""),
                            it.path("archive").path("stop").asString(""),
                            it.path("error").asBoolean(false),
                            verified.apply(label)));
        }
        var last = "";
        for (var it : stanza.path("archive")) {
            last = it.path("max").asString("");
        }
        return new Info(
                status != NO_STANZA,
                stanza.path("status").path("lock").path("backup").path("held").asBoolean(false),
                List.copyOf(backups),
                last);
    }

    Optional<ServerBackup> newest() {
        return backups.isEmpty() ? Optional.empty() : Optional.of(backups.getLast());
    }

    private static Instant at(JsonNode seconds) {
        return Instant.ofEpochSecond(seconds.asLong());
    }

    private static String unreadable(JsonNode stanza, String server) {
        var message =
                stanza.path("status").path("message").asString("")
                        + " "
                        + stanza.path("repo").path(0).path("status").path("message").asString("");
        return message.contains("key/value found outside of section")
                        || message.contains("CryptoError")
                        || message.contains("cipher header invalid")
                ? "The repository of %s cannot be read with this passphrase: it was encrypted with another one than lies in secrets/%s."
                        .formatted(server, Configuration.PASSPHRASE)
                : "The repository of %s cannot be read: %s".formatted(server, message.strip());
    }
}
