package dev.bulkhead.provisioning.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;

/** Flyway's table with the migrations that ran, and where an unfinished rollback was to end. */
record History(List<Row> rows, Optional<String> unfinished) {

    private static final String MARK = "Bulkhead is rolling back to V";

    /**
     * @param script the migration's file name
     */
    record Row(String version, String description, String script, boolean success) {

        MigrationVersion number() {
            return MigrationVersion.fromVersion(version);
        }
    }

    History {
        rows = List.copyOf(rows);
    }

    /** Versioned migrations in the order in which they ran; none where none ever did. */
    static History read(Connection connection, Owner owner) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select obj_description(to_regclass(?), 'pg_class'), to_regclass(?)")) {
            statement.setString(1, table(owner));
            statement.setString(2, table(owner));
            try (var result = statement.executeQuery()) {
                result.next();
                if (result.getString(2) == null) {
                    return new History(List.of(), Optional.empty());
                }
                var mark =
                        Optional.ofNullable(result.getString(1))
                                .filter(it -> it.startsWith(MARK))
                                .map(it -> it.substring(MARK.length()));
                return new History(rows(connection, owner), mark);
            }
        }
    }

    private static List<Row> rows(Connection connection, Owner owner) throws SQLException {
        var rows = new ArrayList<Row>();
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                """
                                select version, description, script, success
                                  from %s
                                 where version is not null and type not like '%%BASELINE%%'
                                 order by installed_rank
                                """
                                        .formatted(table(owner)))) {
            while (result.next()) {
                rows.add(
                        new Row(
                                result.getString(1),
                                result.getString(2),
                                result.getString(3),
                                result.getBoolean(4)));
            }
        }
        return rows;
    }

    /** When the newest of the migrations ran. */
    static Optional<Instant> lastChange(Connection connection, Owner owner) throws SQLException {
        if (read(connection, owner).rows().isEmpty()) {
            return Optional.empty();
        }
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery(
                                """
                                select installed_on at time zone 'UTC' from %s
                                 where version is not null and type not like '%%BASELINE%%'
                                 order by installed_rank desc limit 1
                                """
                                        .formatted(table(owner)))) {
            result.next();
            return Optional.of(result.getObject(1, OffsetDateTime.class).toInstant());
        }
    }

    /** Keeps Flyway, whoever runs it, from writing to it until the transaction ends. */
    static void lock(Connection connection, Owner owner) throws SQLException {
        execute(connection, "lock table %s in share row exclusive mode".formatted(table(owner)));
    }

    static boolean remove(Connection connection, Owner owner, String version) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "delete from %s where version = ? and success".formatted(table(owner)))) {
            statement.setString(1, version);
            return statement.executeUpdate() == 1;
        }
    }

    /** Within the transaction of a step, so that the next tool knows whether it was the last. */
    static void mark(Connection connection, Owner owner, String target) throws SQLException {
        comment(connection, owner, "'%s%s'".formatted(MARK, target.replace("'", "''")));
    }

    static void unmark(Connection connection, Owner owner) throws SQLException {
        comment(connection, owner, "null");
    }

    private static void comment(Connection connection, Owner owner, String text)
            throws SQLException {
        execute(connection, "comment on table %s is %s".formatted(table(owner), text));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String table(Owner owner) {
        return "\"%s\".\"%s\"".formatted(owner.target().schema(), owner.target().historyTable());
    }
}
