package dev.bulkhead.cli.look;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.look.Health;
import dev.bulkhead.toolbox.look.Health.OfServer;
import dev.bulkhead.toolbox.look.Health.OfService;
import dev.bulkhead.toolbox.look.Health.Slot;
import dev.bulkhead.toolbox.look.Health.State;
import dev.bulkhead.toolbox.look.Health.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The health of databases and servers, and a sentence on each that is not well. */
public final class HealthPage {

    private final Health health;
    private final UnaryOperator<String> command;

    /**
     * @param command what to type for another verb of {@code db} on the same databases
     */
    public HealthPage(Health health, UnaryOperator<String> command) {
        this.health = health;
        this.command = command;
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add(services());
        if (!health.servers().isEmpty()) {
            parts.add(servers());
        }
        parts.add(String.join("\n", sentences()));
        return String.join("\n\n", parts);
    }

    private String services() {
        var grid =
                Grid.under(
                        "SERVICE",
                        "DATABASE",
                        "AS",
                        "STATE",
                        "ROUND TRIP",
                        "LOGIN",
                        "CONNECTIONS",
                        "POOL",
                        "VERSION");
        for (var it : health.services()) {
            var trouble = it.trouble();
            grid.row(
                    it.service(),
                    it.database(),
                    it.user(),
                    trouble == null ? "healthy" : trouble.kind().word(),
                    Words.millis(it.roundTripMilliseconds()),
                    Words.millis(it.loginMilliseconds()),
                    Words.ofLimit(it.connections(), it.connectionLimit()),
                    String.valueOf(it.pool()),
                    Words.of(it.version()));
        }
        return grid.toString();
    }

    private String servers() {
        var grid =
                Grid.under(
                        "SERVER",
                        "ADDRESS",
                        "VERSION",
                        "UP",
                        "ROLE",
                        "CONNECTIONS",
                        "ARCHIVE",
                        "STANDBYS",
                        "SLOTS");
        for (var it : health.servers()) {
            grid.row(row(it));
        }
        return grid.toString();
    }

    private String[] row(OfServer it) {
        var state = it.state();
        var address = it.host() + ":" + it.port();
        if (state == null) {
            return new String[] {it.server(), address, "", "", "unknown", "?", "?", "?", "?"};
        }
        return new String[] {
            it.server(),
            address,
            state.version(),
            Words.ago(state.startedAt(), health.at()).replace(" ago", ""),
            state.standby() ? "standby" : "primary",
            Words.ofLimit(state.connections(), state.maxConnections()),
            archive(state),
            standbys(state),
            slots(state)
        };
    }

    private String archive(State state) {
        var archive = state.archive();
        if (!archive.on()) {
            return "off";
        }
        return archive.failing()
                ? "FAILING"
                : archive.archivedFiles()
                        + " files, last "
                        + Words.ago(archive.lastArchivedAt(), health.at());
    }

    private static String standbys(State state) {
        return state.standbys().isEmpty()
                ? "none"
                : state.standbys().stream()
                        .map(it -> it.application() + " " + Words.bytes(it.lagBytes()) + " behind")
                        .collect(Collectors.joining(", "));
    }

    private static String slots(State state) {
        return state.slots().isEmpty()
                ? "none"
                : state.slots().stream().map(HealthPage::slot).collect(Collectors.joining(", "));
    }

    private static String slot(Slot it) {
        return "%s %s, holds %s"
                .formatted(
                        it.name(),
                        it.active() ? "active" : "inactive",
                        Words.bytes(it.heldBytes()));
    }

    private List<String> sentences() {
        var sentences = new ArrayList<String>();
        for (var it : health.services()) {
            var trouble = it.trouble();
            if (trouble != null) {
                sentences.add(
                        "%s: %s. %s".formatted(it.service(), trouble.words(), remedy(it, trouble)));
            }
        }
        for (var it : health.servers()) {
            it.troubles().forEach(sentence -> sentences.add(it.server() + ": " + sentence));
        }
        if (sentences.isEmpty()) {
            sentences.add("All databases are healthy.");
        }
        return sentences;
    }

    private String remedy(OfService it, Trouble trouble) {
        return switch (trouble.kind()) {
            case NOT_RUNNING -> "./bulkhead up starts it.";
            case NO_ANSWER -> "See whether it runs: ./bulkhead status, or ask whoever runs it.";
            case NO_PASSWORD_FILE, WRONG_PASSWORD ->
                    command.apply("create") + " gives the server the password that is in the file.";
            case NO_DATABASE ->
                    "%s makes it, then %s its tables."
                            .formatted(command.apply("create"), command.apply("migrate"));
            case TOO_MANY_CONNECTIONS -> command.apply("connections") + " shows who has them.";
            case PERMISSION_DENIED ->
                    "%s gives %s what the manifest says."
                            .formatted(command.apply("create"), it.user());
            case NOT_MIGRATED -> command.apply("migrate") + " makes them.";
            case OTHER -> "./bulkhead logs postgres may say more.";
        };
    }
}
