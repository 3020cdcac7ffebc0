package dev.bulkhead.cli.look;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.look.Connections;
import dev.bulkhead.toolbox.look.Whose;
import java.util.ArrayList;

/** Sessions by service and state, those idle in a transaction by name. */
public record ConnectionsPage(Connections connections) {

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        parts.add(uses());
        for (var it : connections.servers()) {
            parts.add(
                    "%s: %d of %d connections, %d of them reserved for administrators."
                            .formatted(
                                    it.server(),
                                    it.connections(),
                                    it.maxConnections(),
                                    it.reserved()));
        }
        if (connections.uses().stream().anyMatch(it -> it.whose() == Whose.Kind.SHARED)) {
            parts.add(
                    "(shared): services share this role, and the application's name is none of"
                            + " theirs, so nobody can tell whose these are.");
        }
        parts.add(
                connections.idleInTransaction().isEmpty()
                        ? "No session is idle in a transaction."
                        : "Idle in a transaction, and holding on to whatever it locked:\n"
                                + idle());
        return parts.getFirst() + "\n\n" + String.join("\n", parts.subList(1, parts.size()));
    }

    private String uses() {
        var grid =
                Grid.under(
                        "SERVICE",
                        "ROLE",
                        "APPLICATION",
                        "ACTIVE",
                        "IDLE",
                        "IDLE IN TRANSACTION",
                        "TOTAL",
                        "POOL",
                        "LIMIT");
        for (var it : connections.uses()) {
            grid.row(
                    new Whose(it.whose(), it.service()).toString(),
                    it.role(),
                    it.application(),
                    String.valueOf(it.active()),
                    String.valueOf(it.idle()),
                    String.valueOf(it.idleInTransaction()),
                    String.valueOf(it.total()),
                    Words.of(it.pool()),
                    Words.of(it.connectionLimit()));
        }
        return grid.toString();
    }

    private String idle() {
        var grid = Grid.under("SERVICE", "PID", "ROLE", "IDLE FOR", "LAST STATEMENT");
        for (var it : connections.idleInTransaction()) {
            grid.row(
                    new Whose(it.whose(), it.service()).toString(),
                    String.valueOf(it.pid()),
                    it.role(),
                    Words.seconds(it.idleSeconds()),
                    Words.statement(it.lastStatement()));
        }
        return grid.toString();
    }
}
