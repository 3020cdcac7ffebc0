package dev.bulkhead.cli.look;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.look.Sizes;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** The databases, then the tables, the largest first. */
public record SizesPage(Sizes sizes) {

    @Override
    public String toString() {
        return databases() + "\n\n" + tables();
    }

    private String databases() {
        var grid = Grid.under("SERVER", "DATABASE", "SIZE", "SERVICES");
        for (var it : sizes.databases()) {
            grid.row(
                    it.server(),
                    it.database(),
                    Words.bytes(it.bytes()),
                    String.join(", ", it.services()));
        }
        return grid.toString();
    }

    private String tables() {
        var grid =
                Grid.under(
                        "SERVICE",
                        "TABLE",
                        "SIZE",
                        "HEAP",
                        "INDEXES",
                        "TOAST",
                        "LIVE ROWS",
                        "DEAD ROWS",
                        "VACUUMED",
                        "ANALYZED");
        for (var it : sizes.tables()) {
            grid.row(
                    it.service(),
                    it.table(),
                    Words.bytes(it.bytes()),
                    Words.bytes(it.heapBytes()),
                    Words.bytes(it.indexBytes()),
                    Words.bytes(it.toastBytes()),
                    String.valueOf(it.liveRows()),
                    String.valueOf(it.deadRows()),
                    vacuumed(it),
                    Words.ago(it.lastAnalyzeAt(), sizes.at()));
        }
        return grid.toString();
    }

    private String vacuumed(Sizes.Table it) {
        var last =
                Stream.of(it.lastVacuumAt(), it.lastAutovacuumAt())
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        return Words.ago(last, sizes.at());
    }
}
