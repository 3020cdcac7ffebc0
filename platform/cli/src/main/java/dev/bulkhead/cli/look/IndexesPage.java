package dev.bulkhead.cli.look;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.look.Indexes;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** What is wrong with indexes, and what to do about each. */
public record IndexesPage(Indexes indexes) {

    @Override
    public String toString() {
        if (indexes.findings().isEmpty()) {
            return "No index is missing, invalid, duplicate, unused or bloated.";
        }
        var parts = new ArrayList<String>();
        for (var kind : Indexes.Kind.values()) {
            var grid = Grid.under("SERVICE", "TABLE", "INDEX", "COLUMNS", "SIZE", "WHY");
            var its = indexes.findings().stream().filter(it -> it.kind() == kind).toList();
            for (var it : its) {
                grid.row(
                        it.service(),
                        it.table(),
                        it.index() == null ? "none" : it.index(),
                        String.join(", ", it.columns()),
                        Words.bytes(it.bytes()),
                        why(it));
            }
            if (!its.isEmpty()) {
                parts.add(
                        heading(kind)
                                + "\n"
                                + grid
                                + "\n"
                                + its.stream()
                                        .map(it -> "  " + it.remedy() + "   -- in " + it.database())
                                        .collect(Collectors.joining("\n")));
            }
        }
        parts.add("The SQL is the owner's to run; what should stay so belongs into a migration.");
        return String.join("\n\n", parts);
    }

    private String why(Indexes.Finding it) {
        return switch (it.kind()) {
            case BLOATED ->
                    it.words().replace(", by", " (" + Words.bytes(it.wastedBytes()) + "), by");
            case UNUSED ->
                    it.words()
                            + (it.since() == null
                                    ? " since the database was made"
                                    : " since statistics began, "
                                            + Words.ago(it.since(), indexes.at()));
            default -> it.words();
        };
    }

    private static String heading(Indexes.Kind kind) {
        return switch (kind) {
            case MISSING -> "Missing: deleting what a row refers to reads the whole table.";
            case INVALID -> "Invalid: an interrupted CREATE INDEX CONCURRENTLY left them.";
            case DUPLICATE -> "Duplicate: every write keeps both up to date.";
            case UNUSED ->
                    "Unused: every write keeps them up to date; look at standbys before you drop"
                            + " one.";
            case BLOATED -> "Bloated: mostly empty pages.";
        };
    }
}
