package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts sessions by whose they are and by what they do. */
final class CountingConnections {

    private final Attribution attribution;
    private final boolean everybody;
    private final List<Connections.Use> uses = new ArrayList<>();
    private final List<Connections.Idle> idle = new ArrayList<>();
    private final List<Connections.Total> totals = new ArrayList<>();

    /**
     * @param everybody whether those count who belong to none of the services looked at
     */
    CountingConnections(Attribution attribution, boolean everybody) {
        this.attribution = attribution;
        this.everybody = everybody;
    }

    void look(Seat seat) {
        Rows.asAdministrator(
                seat.server(),
                "postgres",
                connection -> {
                    uses(connection, seat);
                    idle(connection, seat);
                    totals(connection, seat);
                    return seat;
                });
    }

    List<Connections.Use> uses() {
        return uses;
    }

    /** The longest idle first. */
    List<Connections.Idle> idle() {
        return idle.stream().sorted(Comparator.comparing(Connections.Idle::since)).toList();
    }

    List<Connections.Total> totals() {
        return totals;
    }

    private void uses(Connection connection, Seat seat) throws SQLException {
        var found =
                Query.rows(
                        connection,
                        row -> {
                            var role = Rows.text(row, 1);
                            var application = Rows.text(row, 2);
                            var whose = attribution.session(role, application, row.getBoolean(3));
                            return new Connections.Use(
                                    whose.service(),
                                    whose.kind(),
                                    seat.name(),
                                    role,
                                    application,
                                    row.getInt(4),
                                    row.getInt(5),
                                    row.getInt(6),
                                    row.getInt(8) - row.getInt(4) - row.getInt(5) - row.getInt(6),
                                    row.getInt(8),
                                    pool(seat, whose, role),
                                    limit(row.getInt(7)));
                        },
                        """
                        select r.rolname, a.application_name, coalesce(r.rolsuper, false),
                               count(*) filter (where state in ('active', 'fastpath function call')),
                               count(*) filter (where state = 'idle'),
                               count(*) filter (where state like 'idle in transaction%'),
                               coalesce(r.rolconnlimit, -1),
                               count(*)
                          from pg_stat_activity a
                          left join pg_roles r on r.oid = a.usesysid
                         where a.backend_type = 'client backend' and a.application_name <> ?
                         group by 1, 2, 3, r.rolconnlimit
                         order by 1, 2
                        """,
                        Rows.APPLICATION);
        var shown = found.stream().filter(it -> shown(seat, it.service(), it.whose())).toList();
        for (var place : seat.residents()) {
            var name = place.service().name();
            var own = shown.stream().filter(it -> name.equals(it.service())).toList();
            uses.addAll(own.isEmpty() ? List.of(none(connection, seat, place)) : own);
        }
        shown.stream()
                .filter(it ->
                        it.service() == null || !Measuring.isOf(seat.residents(), it.service()))
                .forEach(uses::add);
    }

    private Connections.Use none(Connection connection, Seat seat, ServiceDatabase place)
            throws SQLException {
        var limit =
                Query.rows(
                        connection,
                        row -> row.getInt(1),
                        "select rolconnlimit from pg_roles where rolname = ?",
                        place.user());
        return new Connections.Use(
                place.service().name(),
                Whose.Kind.SERVICE,
                seat.name(),
                place.user(),
                "",
                0,
                0,
                0,
                0,
                0,
                place.service().pooledConnections(),
                limit.isEmpty() ? null : limit(limit.getFirst()));
    }

    private static @Nullable Integer limit(int connections) {
        return connections < 0 ? null : connections;
    }

    private static @Nullable Integer pool(Seat seat, Whose whose, String role) {
        return seat.residents().stream()
                .filter(it -> it.service().name().equals(whose.service()))
                .filter(it -> it.user().equals(role))
                .findFirst()
                .map(it -> it.service().pooledConnections())
                .orElse(null);
    }

    private boolean shown(Seat seat, @Nullable String service, Whose.Kind whose) {
        return everybody
                || whose == Whose.Kind.SHARED
                || (service != null && Measuring.isOf(seat.residents(), service));
    }

    private void idle(Connection connection, Seat seat) throws SQLException {
        Query.rows(
                connection,
                row -> {
                    var whose =
                            attribution.session(
                                    Rows.text(row, 1), Rows.text(row, 2), row.getBoolean(3));
                    if (shown(seat, whose.service(), whose.kind())) {
                        idle.add(
                                new Connections.Idle(
                                        whose.service(),
                                        whose.kind(),
                                        seat.name(),
                                        Rows.text(row, 4),
                                        row.getInt(5),
                                        Rows.text(row, 1),
                                        Rows.text(row, 2),
                                        Objects.requireNonNull(Rows.instant(row, 6)),
                                        Rows.rounded(row.getDouble(7)),
                                        Rows.rounded(row.getDouble(8)),
                                        StatementText.of(Rows.text(row, 9))));
                    }
                    return row.getInt(5);
                },
                """
                select a.usename, a.application_name, coalesce(r.rolsuper, false), a.datname, a.pid,
                       a.state_change,
                       extract(epoch from clock_timestamp() - a.state_change),
                       extract(epoch from clock_timestamp() - a.xact_start),
                       a.query
                  from pg_stat_activity a
                  left join pg_roles r on r.oid = a.usesysid
                 where a.state like 'idle in transaction%'
                """);
    }

    private void totals(Connection connection, Seat seat) throws SQLException {
        totals.addAll(
                Query.rows(
                        connection,
                        row ->
                                new Connections.Total(
                                        seat.name(), row.getInt(1), row.getInt(2), row.getInt(3)),
                        """
                        select count(*), current_setting('max_connections')::int,
                               current_setting('superuser_reserved_connections')::int
                          from pg_stat_activity
                         where backend_type = 'client backend' and application_name <> ?
                        """,
                        Rows.APPLICATION));
    }
}
