package dev.bulkhead.cli.isolation;

import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.catalogue.Resemblance;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Group;
import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One statement as one service's role, with that role's real password, where it is sent; nothing of
 * it stays.
 */
public record Trying(Provisioning provisioning, Screen screen) {

    private static final int ROWS = 10;
    private static final int WIDTH = 40;
    private static final int VALID_SECONDS = 5;

    /** What every server has beside the services' databases. */
    private static final Set<String> SERVERS_OWN = Set.of("postgres", "template0", "template1");

    /** Strings, names in quotes, and comments: whatever a semicolon means nothing in. */
    private static final Pattern OPAQUE =
            Pattern.compile(
                    "'(?:[^']|'')*'|\"[^\"]*\"|\\$(\\w*)\\$.*?\\$\\1\\$|--[^\n]*|/\\*.*?\\*/",
                    Pattern.DOTALL);

    private static final Pattern ENDS_TRANSACTION =
            Pattern.compile(
                    "(?:commit|end|rollback|abort|begin|start|prepare\\s+transaction)\\b.*");

    private record Target(DatabaseServer server, String database) {}

    /**
     * @param service as whom
     * @param on in whose database, or in which of those that every server has
     * @return {@link ExitCode#OK}, {@link ExitCode#REFUSED}, or {@link ExitCode#FAILURE} where the
     *     refusal proves nothing
     */
    public int attempt(String service, Actor actor, String on, String sql) {
        refuseToEndTheTransaction(sql);
        var attacker = database(service);
        var target = target(attacker, on);
        var role = actor == Actor.OWNER ? attacker.owner() : attacker.user();
        var victim = victim(service, on, sql);
        screen.say(
                "%s, who is %s's %s, in %s at %s:%d"
                        .formatted(
                                role,
                                service,
                                actor == Actor.OWNER ? "owner" : "runtime user",
                                target.database(),
                                target.server().host(),
                                target.server().port()));
        screen.say("  > " + printable(sql.strip()));
        try (var connection = connect(target, role)) {
            run(connection, sql);
            explain(resembled(sql, victim), "");
            return ExitCode.OK;
        } catch (NotLetIn e) {
            refused(e.refusal(), " at connect");
            if (!entersItsOwn(attacker, role)) {
                screen.say("");
                screen.say(
                        "  This proves nothing: %s is not let into its own database %s either. ./bulkhead db create, with the same options, gives it what its rung intends."
                                .formatted(role, attacker.database()));
                return ExitCode.FAILURE;
            }
            explain(gettingIn(on, victim), e.refusal().getSQLState());
            return ExitCode.REFUSED;
        } catch (SQLException e) {
            refused(e, "");
            hint(attacker, victim, on, e);
            explain(resembled(sql, victim), e.getSQLState());
            return ExitCode.REFUSED;
        }
    }

    /** The server closed the door before any statement was sent. */
    private static final class NotLetIn extends SQLException {

        private static final long serialVersionUID = 1L;

        NotLetIn(SQLException refusal) {
            super(refusal);
        }

        SQLException refusal() {
            return (SQLException) getCause();
        }
    }

    private Connection connect(Target target, String role) throws NotLetIn {
        var password = provisioning.secrets().password(role);
        try {
            return target.server().connect(target.database(), role, password);
        } catch (SQLException e) {
            throw new NotLetIn(e);
        }
    }

    /** The control: databases may be provisioned for another rung, or not at all. */
    private boolean entersItsOwn(ServiceDatabase attacker, String role) {
        var own = new Target(provisioning.server(attacker), attacker.database());
        try (var connection = connect(own, role)) {
            return connection.isValid(VALID_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private void refused(SQLException e, String where) {
        screen.say("  refused%s: %s %s".formatted(where, e.getSQLState(), words(e)));
    }

    private static Optional<Probe> resembled(String sql, String victim) {
        return new Resemblance(Catalogue.probes()).of(sql, !victim.isEmpty());
    }

    /** The probe that does nothing but connect there. */
    private static Optional<Probe> gettingIn(String on, String victim) {
        return Catalogue.probes().stream()
                .filter(it -> it.group() == Group.CONNECT)
                .filter(it ->
                        victim.isEmpty()
                                ? it.place().name().equalsIgnoreCase(on)
                                : it.place() == Place.VICTIMS)
                .findFirst();
    }

    private void run(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setMaxRows(ROWS + 1);
            var hasRows = statement.execute(sql);
            show(statement, hasRows);
        } finally {
            connection.rollback();
        }
    }

    private void show(Statement statement, boolean first) throws SQLException {
        var hasRows = first;
        while (hasRows || statement.getUpdateCount() != -1) {
            if (hasRows) {
                try (var rows = statement.getResultSet()) {
                    show(rows);
                }
            } else {
                var count = statement.getUpdateCount();
                screen.say(
                        count == 0
                                ? "  it worked; nothing of it stays"
                                : "  it worked on %s; nothing of it stays"
                                        .formatted(count == 1 ? "1 row" : count + " rows"));
            }
            hasRows = statement.getMoreResults();
        }
    }

    private void show(ResultSet rows) throws SQLException {
        var columns = rows.getMetaData().getColumnCount();
        var names = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
            names.add(printable(rows.getMetaData().getColumnLabel(i)));
        }
        var grid = Grid.under(names.toArray(String[]::new));
        var count = 0;
        var more = false;
        while (rows.next()) {
            if (++count > ROWS) {
                more = true;
                break;
            }
            var cells = new String[columns];
            for (int i = 1; i <= columns; i++) {
                cells[i - 1] = cell(rows.getString(i));
            }
            grid.row(cells);
        }
        if (count == 0) {
            screen.say("  it worked: no rows");
            return;
        }
        screen.say(more ? "  it worked, the first " + ROWS + " rows:" : "  it worked:");
        grid.toString().lines().forEach(it -> screen.say("    " + it));
    }

    private static String cell(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        var text = printable(value);
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
    }

    /** What is in a row must not reach the terminal as a command to it. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String words(SQLException e) {
        return printable(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    /**
     * @param refusal PostgreSQL's code, empty if it worked
     */
    private void explain(Optional<Probe> known, String refusal) {
        known.ifPresent(probe -> {
            screen.say("");
            screen.say(
                    "  This is probe %s, %s: %s".formatted(probe.id(), probe.title(), probe.why()));
            if (refusal.isEmpty() && !probe.remedy().isEmpty()) {
                screen.say("  Where it should not work: " + probe.remedy());
            }
        });
    }

    private void hint(ServiceDatabase attacker, String victim, String on, SQLException e) {
        var missing = List.of("42P01", "3F000").contains(String.valueOf(e.getSQLState()));
        if (missing && on.isEmpty() && !victim.isEmpty()) {
            var other = database(victim);
            if (!other.database().equals(attacker.database())) {
                screen.say(
                        "  %s's tables lie in another database, %s: --on %s tries it there."
                                .formatted(victim, other.database(), victim));
            }
        }
    }

    /** Against whom it goes: whose database it is sent to, or whose schema it names. */
    private String victim(String service, String on, String sql) {
        if (!on.isEmpty()) {
            return on.equals(service) || SERVERS_OWN.contains(on) ? "" : on;
        }
        var text = sql.toLowerCase(Locale.ROOT);
        return provisioning.databases().stream()
                .filter(it -> !it.service().name().equals(service))
                .filter(it ->
                        Pattern.compile(
                                        "\\b(%s\\.|%s_)"
                                                .formatted(
                                                        Pattern.quote(it.schema()),
                                                        Pattern.quote(it.service().name())))
                                .matcher(text)
                                .find())
                .map(it -> it.service().name())
                .findFirst()
                .orElse("");
    }

    private Target target(ServiceDatabase attacker, String on) {
        if (SERVERS_OWN.contains(on)) {
            return new Target(provisioning.server(attacker), on);
        }
        var place = on.isEmpty() ? attacker : database(on);
        return new Target(provisioning.server(place), place.database());
    }

    private ServiceDatabase database(String service) {
        var names = provisioning.manifest().services().stream().map(Service::name).toList();
        if (!names.contains(service)) {
            throw Mistake.usage(
                    "There is no service %s; the manifest has %s."
                            .formatted(service, String.join(", ", names)));
        }
        return provisioning.database(service);
    }

    private static void refuseToEndTheTransaction(String sql) {
        var statements = OPAQUE.matcher(sql).replaceAll(" ").toLowerCase(Locale.ROOT).split(";");
        for (var it : statements) {
            if (ENDS_TRANSACTION.matcher(it.strip()).matches()) {
                throw Mistake.usage(
                        "Leave \"%s\" away: what is tried is one transaction that is rolled back."
                                .formatted(it.strip().lines().collect(Collectors.joining(" "))));
            }
        }
    }
}
