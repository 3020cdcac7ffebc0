package dev.bulkhead.cli.look;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.look.Locks;
import dev.bulkhead.toolbox.look.Locks.Session;
import dev.bulkhead.toolbox.look.Locks.Wait;
import dev.bulkhead.toolbox.look.Whose;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who waits, under whom it waits for. */
public record LocksPage(Locks locks) {

    /** A process id counts on its own server only. */
    private record Key(String server, int pid) {

        static Key of(Session it) {
            return new Key(it.server(), it.pid());
        }
    }

    @Override
    public String toString() {
        if (locks.waits().isEmpty()) {
            return "Nobody waits for a lock.";
        }
        var grid = Grid.under("PID", "SERVICE", "ROLE", "STATE", "WAITS FOR", "STATEMENT");
        var waiting = new HashSet<Key>();
        locks.waits().forEach(it -> waiting.add(Key.of(it.waiting())));
        var shown = new HashSet<Key>();
        for (var it : locks.waits()) {
            var blocking = it.blocking();
            if (blocking == null) {
                row(grid, it.waiting(), it, 0);
                shown.add(Key.of(it.waiting()));
                below(grid, it.waiting(), 1, shown);
            } else if (!waiting.contains(Key.of(blocking)) && shown.add(Key.of(blocking))) {
                row(grid, blocking, null, 0);
                below(grid, blocking, 1, shown);
            }
        }
        for (var it : locks.waits()) { // who is left waits in a circle
            if (shown.add(Key.of(it.waiting()))) {
                row(grid, it.waiting(), it, 0);
                below(grid, it.waiting(), 1, shown);
            }
        }
        return grid
                + "\n\n"
                + "Each waits for the session that it stands under. To end a session that will not"
                + " end by itself, as administrator: select pg_terminate_backend(PID);";
    }

    private void below(Grid grid, Session blocking, int depth, Set<Key> shown) {
        for (var it : waitsFor(blocking)) {
            row(grid, it.waiting(), it, depth);
            if (shown.add(Key.of(it.waiting()))) {
                below(grid, it.waiting(), depth + 1, shown);
            }
        }
    }

    private List<Wait> waitsFor(Session blocking) {
        return locks.waits().stream()
                .filter(it ->
                        it.blocking() != null && Key.of(it.blocking()).equals(Key.of(blocking)))
                .toList();
    }

    private static void row(Grid grid, Session it, @Nullable Wait wait, int depth) {
        grid.row(
                "  ".repeat(depth) + it.pid(),
                new Whose(it.whose(), it.service()).toString(),
                it.role(),
                wait == null
                        ? it.state() + " for " + Words.seconds(it.stateSeconds())
                        : waits(wait),
                wait == null ? "" : wait.mode() + " on " + wait.on(),
                Words.statement(it.statement()));
    }

    private static String waits(Wait it) {
        var waited = it.waitedSeconds();
        return "waits"
                + (waited == null ? "" : " for " + Words.seconds(waited))
                + (it.blocking() == null ? " for a prepared transaction" : "");
    }
}
