package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a move leaves on a service's schema, as its comment: so that nobody serves from tables that
 * are no longer the service's, however its move ended. The running service knows the words too.
 *
 * @param gone whether the tables were moved away from here; else they are still arriving
 * @param where host and port of the other server
 * @param since when, in UTC
 */
public record MoveMark(boolean gone, String where, String since) {

    private static final String GONE = "bulkhead: moved to ";
    private static final String ARRIVING = "bulkhead: arriving from ";
    private static final String SINCE = " since ";

    public static MoveMark gone(String where, Instant now) {
        return new MoveMark(true, where, now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    public static MoveMark arriving(String where, Instant now) {
        return new MoveMark(false, where, now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** The mark on a schema of this connection's database; empty also without such a schema. */
    public static Optional<MoveMark> on(Connection connection, String schema) throws SQLException {
        return Query.rows(
                        connection,
                        row -> Optional.ofNullable(row.getString(1)),
                        "select obj_description(to_regnamespace(?), 'pg_namespace')",
                        Sql.name(schema))
                .getFirst()
                .flatMap(MoveMark::of);
    }

    private static Optional<MoveMark> of(@Nullable String comment) {
        if (comment == null) {
            return Optional.empty();
        }
        for (var words : new String[] {GONE, ARRIVING}) {
            var end = comment.indexOf(SINCE);
            if (comment.startsWith(words) && end > 0) {
                return Optional.of(
                        new MoveMark(
                                words.equals(GONE),
                                comment.substring(words.length(), end),
                                comment.substring(end + SINCE.length())));
            }
        }
        return Optional.empty();
    }

    /** The statement that puts it on a schema. */
    public String on(String schema) {
        return "comment on schema %s is %s".formatted(Sql.name(schema), Sql.literal(toString()));
    }

    /** The statement that takes any mark off. */
    public static String off(String schema) {
        return "comment on schema %s is null".formatted(Sql.name(schema));
    }

    @Override
    public String toString() {
        return (gone ? GONE : ARRIVING) + where + SINCE + since;
    }
}
