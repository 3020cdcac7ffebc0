package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads pg_stat_statements, which the provisioner puts where no service sees it. */
final class ReadingStatistics {

    private static final String LIBRARY = "pg_stat_statements";

    private final Attribution attribution;
    private final boolean everybody;

    /**
     * @param everybody whether those count who belong to none of the services looked at
     */
    ReadingStatistics(Attribution attribution, boolean everybody) {
        this.attribution = attribution;
        this.everybody = everybody;
    }

    private record Counted(
            List<ServiceDatabase> owners, boolean superuser, SlowStatements.Statement statement) {

        Whose.Kind whose() {
            return switch (owners.size()) {
                case 0 -> superuser ? Whose.Kind.ADMINISTRATOR : Whose.Kind.UNKNOWN;
                case 1 -> Whose.Kind.SERVICE;
                default -> Whose.Kind.SHARED;
            };
        }
    }

    record Statistics(@Nullable Instant since, List<SlowStatements.Group> groups) {}

    Statistics look(Seat seat, SlowStatements.Order order, int limit) {
        return Rows.asAdministrator(
                seat.server(),
                "postgres",
                connection -> {
                    refuseWithout(connection, seat.server());
                    var groups = new ArrayList<SlowStatements.Group>();
                    var counted = counted(connection);
                    for (var owners : owners(seat)) {
                        groups.add(
                                group(
                                        seat,
                                        owners,
                                        owners.size() > 1 ? Whose.Kind.SHARED : Whose.Kind.SERVICE,
                                        counted.stream()
                                                .filter(it -> it.owners().equals(owners))
                                                .toList(),
                                        order,
                                        limit));
                    }
                    if (everybody) {
                        for (var whose : List.of(Whose.Kind.UNKNOWN, Whose.Kind.ADMINISTRATOR)) {
                            var its = counted.stream().filter(it -> it.whose() == whose).toList();
                            if (!its.isEmpty()) {
                                groups.add(group(seat, List.of(), whose, its, order, limit));
                            }
                        }
                    }
                    return new Statistics(since(connection), groups);
                });
    }

    /** Those who share their roles are one group. */
    private List<List<ServiceDatabase>> owners(Seat seat) {
        return seat.residents().stream()
                .map(it -> attribution.servicesOf(it.user()))
                .distinct()
                .toList();
    }

    private static SlowStatements.Group group(
            Seat seat,
            List<ServiceDatabase> owners,
            Whose.Kind whose,
            List<Counted> counted,
            SlowStatements.Order order,
            int limit) {
        var statements = counted.stream().map(Counted::statement).toList();
        var total =
                statements.stream().mapToDouble(SlowStatements.Statement::totalMilliseconds).sum();
        return new SlowStatements.Group(
                whose,
                owners.stream().map(it -> it.service().name()).toList(),
                seat.name(),
                statements.size(),
                statements.stream().mapToLong(SlowStatements.Statement::calls).sum(),
                Rows.rounded(total),
                statements.stream()
                        .sorted(order.comparator())
                        .limit(limit)
                        .map(it -> withShare(it, total))
                        .toList());
    }

    private static SlowStatements.Statement withShare(SlowStatements.Statement it, double total) {
        return new SlowStatements.Statement(
                it.database(),
                it.role(),
                it.queryId(),
                it.text(),
                it.calls(),
                it.totalMilliseconds(),
                it.meanMilliseconds(),
                it.maxMilliseconds(),
                it.rows(),
                total == 0 ? 0 : Rows.rounded(it.totalMilliseconds() / total));
    }

    private List<Counted> counted(Connection connection) throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Counted(
                                attribution.servicesOf(Rows.text(row, 2)),
                                row.getBoolean(3),
                                new SlowStatements.Statement(
                                        Rows.text(row, 1),
                                        Rows.text(row, 2),
                                        Rows.text(row, 4),
                                        StatementText.of(Rows.text(row, 5)),
                                        row.getLong(6),
                                        Rows.rounded(row.getDouble(7)),
                                        Rows.rounded(row.getDouble(8)),
                                        Rows.rounded(row.getDouble(9)),
                                        row.getLong(10),
                                        0)),
                """
                select d.datname, r.rolname, coalesce(r.rolsuper, false), s.queryid, s.query,
                       s.calls, s.total_exec_time, s.mean_exec_time, s.max_exec_time, s.rows
                  from pg_stat_statements s
                  left join pg_roles r on r.oid = s.userid
                  left join pg_database d on d.oid = s.dbid
                 where s.toplevel
                """);
    }

    private static @Nullable Instant since(Connection connection) throws SQLException {
        return Query.rows(
                        connection,
                        row -> Objects.requireNonNull(Rows.instant(row, 1)),
                        "select stats_reset from pg_stat_statements_info")
                .getFirst();
    }

    /** Forgets what the roles of these services did, or what everybody did. */
    void forget(Seat seat) {
        Rows.asAdministrator(
                seat.server(),
                "postgres",
                connection -> {
                    refuseWithout(connection, seat.server());
                    if (everybody) {
                        return Query.rows(
                                connection, _ -> true, "select pg_stat_statements_reset()");
                    }
                    return Query.rows(
                            connection,
                            _ -> true,
                            """
                            select pg_stat_statements_reset(oid, 0, 0) from pg_roles where rolname = any (?)
                            """,
                            seat.residents().stream()
                                    .flatMap(it -> it.roles().stream())
                                    .collect(Collectors.toSet()));
                });
    }

    private static void refuseWithout(Connection connection, DatabaseServer server)
            throws SQLException {
        var libraries =
                Query.rows(
                                connection,
                                row -> row.getString(1),
                                "select current_setting('shared_preload_libraries')")
                        .getFirst();
        if (!libraries.matches(".*\\b" + LIBRARY + "\\b.*")) {
            throw new LookingFailed(
                    "PostgreSQL at %s:%d keeps no statistics of statements: add the line shared_preload_libraries = '%s' to its postgresql.conf and restart it, then run db create (a server of Bulkhead's own needs the restart only: down, then up)."
                            .formatted(
                                    server.host(),
                                    server.port(),
                                    libraries.isBlank() ? LIBRARY : libraries + ", " + LIBRARY));
        }
        var installed =
                Query.rows(
                        connection,
                        _ -> true,
                        "select from pg_extension where extname = '%s'".formatted(LIBRARY));
        if (installed.isEmpty()) {
            throw new LookingFailed(
                    "PostgreSQL at %1$s:%2$d has loaded %3$s, but its database postgres lacks the extension: db create makes it."
                            .formatted(server.host(), server.port(), LIBRARY));
        }
    }
}
