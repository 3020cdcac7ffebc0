package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.look.Locks.Session;
import dev.bulkhead.toolbox.look.Locks.Wait;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Asks each server who waits for whom, and puts names to what is locked. */
final class FindingWaits {

    private static final String SESSION =
            """
            %1$s.pid, coalesce(%1$s.usename, ''), coalesce(%1$s.application_name, ''),
            coalesce((select rolsuper from pg_roles where oid = %1$s.usesysid), false), coalesce(%1$s.datname, ''),
            coalesce(%1$s.state, %1$s.backend_type, ''), extract(epoch from clock_timestamp() - %1$s.state_change),
            %1$s.query_start, %1$s.xact_start, coalesce(%1$s.query, '')
            """;

    private static final int SESSION_COLUMNS = 10;

    private static final String WAITS =
            "select "
                    + SESSION.formatted("w")
                    + ", "
                    + SESSION.formatted("b")
                    + """
                    , coalesce(l.mode, ''), coalesce(l.locktype, ''), l.relation, l.waitstart,
                      extract(epoch from clock_timestamp() - l.waitstart)
                      from pg_stat_activity w
                     cross join lateral (select distinct unnest(pg_blocking_pids(w.pid))) blocker (pid)
                      left join pg_stat_activity b on b.pid = blocker.pid
                      left join pg_locks l on l.pid = w.pid and not l.granted
                     order by l.waitstart, 1
                    """;

    private record Found(Wait pair, String lock, long relation) {}

    private final Attribution attribution;
    private final List<ServiceDatabase> places;
    private final boolean everybody;
    private final List<Wait> waits = new ArrayList<>();

    /**
     * @param everybody whether those count who have nothing to do with the services looked at
     */
    FindingWaits(Attribution attribution, List<ServiceDatabase> places, boolean everybody) {
        this.attribution = attribution;
        this.places = places;
        this.everybody = everybody;
    }

    List<Wait> waits() {
        return waits;
    }

    void look(Seat seat) {
        var found =
                Rows.asAdministrator(
                        seat.server(),
                        "postgres",
                        connection -> Query.rows(connection, row -> found(row, seat), WAITS));
        var shown = found.stream().filter(it -> shown(it.pair())).toList();
        var names = names(seat, shown);
        shown.forEach(it -> waits.add(named(it, names)));
    }

    private boolean shown(Wait it) {
        var blocking = it.blocking();
        return everybody || isOurs(it.waiting()) || (blocking != null && isOurs(blocking));
    }

    private boolean isOurs(Session it) {
        return it.whose() == Whose.Kind.SHARED
                || (it.service() != null && Measuring.isOf(places, it.service()));
    }

    private Found found(ResultSet row, Seat seat) throws SQLException {
        var next = 2 * SESSION_COLUMNS;
        row.getInt(SESSION_COLUMNS + 1);
        var blocking = row.wasNull() ? null : session(row, SESSION_COLUMNS, seat);
        var since = Rows.instant(row, next + 4);
        var wait =
                new Wait(
                        session(row, 0, seat),
                        row.getString(next + 1),
                        "",
                        since,
                        since == null ? null : Rows.rounded(row.getDouble(next + 5)),
                        blocking);
        return new Found(wait, row.getString(next + 2), row.getLong(next + 3));
    }

    private Session session(ResultSet row, int before, Seat seat) throws SQLException {
        var role = row.getString(before + 2);
        var application = row.getString(before + 3);
        var whose = attribution.session(role, application, row.getBoolean(before + 4));
        return new Session(
                row.getInt(before + 1),
                whose.service(),
                whose.kind(),
                seat.name(),
                row.getString(before + 5),
                role,
                application,
                row.getString(before + 6),
                Rows.rounded(row.getDouble(before + 7)),
                Rows.instant(row, before + 8),
                Rows.instant(row, before + 9),
                StatementText.of(row.getString(before + 10)));
    }

    /** A relation has a name only in its own database. */
    private static Map<String, Map<Long, String>> names(Seat seat, List<Found> found) {
        var databases = new TreeSet<String>();
        found.stream()
                .filter(it -> it.relation() != 0)
                .forEach(it -> databases.add(it.pair().waiting().database()));
        var names = new HashMap<String, Map<Long, String>>();
        for (var database : databases) {
            var oids = found.stream().map(it -> String.valueOf(it.relation())).toList();
            var here = new HashMap<Long, String>();
            Rows.asAdministrator(
                    seat.server(),
                    database,
                    connection ->
                            Query.rows(
                                    connection,
                                    row -> here.put(row.getLong(1), row.getString(2)),
                                    """
                                    select c.oid, format('%I.%I', n.nspname, c.relname)
                                      from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                     where c.oid::text = any (?)
                                    """,
                                    oids));
            names.put(database, here);
        }
        return names;
    }

    private static Wait named(Found it, Map<String, Map<Long, String>> names) {
        var wait = it.pair();
        var relation = names.getOrDefault(wait.waiting().database(), Map.of()).get(it.relation());
        var on =
                switch (it.lock()) {
                    case "relation" -> "table " + relation;
                    case "transactionid", "virtualxid" ->
                            "a row that the other's transaction changed";
                    case "tuple" -> "a row of " + relation;
                    case "" -> "what it has got meanwhile";
                    default -> relation == null ? it.lock() : it.lock() + " of " + relation;
                };
        return new Wait(
                wait.waiting(),
                Objects.requireNonNull(wait.mode()),
                on,
                wait.since(),
                wait.waitedSeconds(),
                wait.blocking());
    }
}
