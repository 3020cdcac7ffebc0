package dev.bulkhead.cli.look;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.look.SlowStatements;
import java.util.stream.Collectors;

/** The first statements of each service. */
public record SlowPage(SlowStatements slow) {

    @Override
    public String toString() {
        return slow.groups().stream().map(SlowPage::group).collect(Collectors.joining("\n\n"))
                + "\n\nCounted since %s."
                        .formatted(
                                slow.since() == null
                                        ? "the server began to"
                                        : Words.ago(slow.since(), slow.at()));
    }

    private static String group(SlowStatements.Group group) {
        var heading =
                "%s: %s, %s, %s"
                        .formatted(
                                name(group),
                                Words.counted(group.distinctStatements(), "statement"),
                                Words.counted(group.calls(), "call"),
                                Words.millis(group.totalMilliseconds()));
        if (group.statements().isEmpty()) {
            return heading;
        }
        var grid = Grid.under("CALLS", "TOTAL", "MEAN", "SHARE", "ROWS", "AS", "STATEMENT");
        for (var it : group.statements()) {
            grid.row(
                    String.valueOf(it.calls()),
                    Words.millis(it.totalMilliseconds()),
                    Words.millis(it.meanMilliseconds()),
                    Words.percent(it.share()),
                    String.valueOf(it.rows()),
                    it.role(),
                    Words.statement(it.text()));
        }
        return heading + "\n" + grid.toString().indent(2).stripTrailing();
    }

    private static String name(SlowStatements.Group group) {
        return switch (group.whose()) {
            case SERVICE -> group.services().getFirst();
            case SHARED ->
                    String.join(", ", group.services())
                            + " (they share their roles: nobody can"
                            + " tell whose these are)";
            case ADMINISTRATOR -> "administrator of " + group.server();
            case UNKNOWN -> "none of our services on " + group.server();
        };
    }
}
