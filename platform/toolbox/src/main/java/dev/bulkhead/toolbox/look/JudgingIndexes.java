package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.look.Indexes.Finding;
import dev.bulkhead.toolbox.look.Indexes.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the indexes of services' tables with their foreign keys, their use, and each other. */
final class JudgingIndexes {

    private static final Map<Kind, String> QUERIES =
            new EnumMap<>(
                    Map.of(
                            Kind.MISSING,
                            IndexQueries.MISSING,
                            Kind.INVALID,
                            IndexQueries.INVALID,
                            Kind.DUPLICATE,
                            IndexQueries.DUPLICATE,
                            Kind.UNUSED,
                            IndexQueries.UNUSED,
                            Kind.BLOATED,
                            IndexQueries.BLOATED));

    private final Attribution attribution;
    private final List<Finding> findings = new ArrayList<>();

    JudgingIndexes(Attribution attribution) {
        this.attribution = attribution;
    }

    void look(Seat seat) {
        for (var database : seat.databases()) {
            Rows.asAdministrator(
                    seat.server(),
                    database,
                    connection -> {
                        var since = since(connection);
                        for (var query : QUERIES.entrySet()) {
                            judge(
                                    connection,
                                    seat,
                                    database,
                                    query.getKey(),
                                    query.getValue(),
                                    since);
                        }
                        return database;
                    });
        }
    }

    /** What to do first comes first. */
    List<Finding> findings() {
        return findings.stream().sorted(Comparator.comparing(Finding::kind)).toList();
    }

    private void judge(
            Connection connection,
            Seat seat,
            String database,
            Kind kind,
            String query,
            @Nullable Instant since)
            throws SQLException {
        var residents =
                seat.residents().stream().filter(it -> it.database().equals(database)).toList();
        var histories = residents.stream().map(ServiceDatabase::historyTable).toList();
        Query.rows(
                connection,
                row -> {
                    var whose =
                            attribution.table(
                                    residents.getFirst().server(),
                                    database,
                                    row.getString(1),
                                    row.getString(2));
                    if (whose.filter(it -> Measuring.isOf(residents, it)).isPresent()
                            && !histories.contains(row.getString(2))) { // Flyway's own
                        findings.add(
                                new Finding(
                                        kind,
                                        whose.get(),
                                        seat.name(),
                                        database,
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        Rows.texts(row, 4),
                                        row.getLong(5),
                                        Rows.number(row, 6),
                                        kind == Kind.UNUSED ? since : null,
                                        row.getString(7),
                                        row.getString(8)));
                    }
                    return kind;
                },
                query,
                Measuring.schemas(residents));
    }

    private static @Nullable Instant since(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                "select stats_reset from pg_stat_database where datname ="
                                        + " current_database()")) {
            return result.next() ? Rows.instant(result, 1) : null;
        }
    }
}
