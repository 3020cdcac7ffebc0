package dev.bulkhead.toolbox.look;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What statements took, as pg_stat_statements counts it.
 *
 * @param since when counting began, the earliest of the servers
 */
public record SlowStatements(
        String platform, Instant at, @Nullable Instant since, List<Group> groups) {

    public SlowStatements {
        groups = List.copyOf(groups);
    }

    /** What comes first. */
    public enum Order {
        /** What took longest in all. */
        total(Comparator.comparing(Statement::totalMilliseconds)),
        /** What takes longest each time. */
        mean(Comparator.comparing(Statement::meanMilliseconds)),
        /** What runs most often. */
        calls(Comparator.comparing(Statement::calls));

        private final Comparator<Statement> comparator;

        Order(Comparator<Statement> ascending) {
            comparator = ascending.reversed();
        }

        Comparator<Statement> comparator() {
            return comparator;
        }
    }

    /**
     * The statements of one service, or of those that share a role.
     *
     * @param services one; several where nobody can tell whose they are; none of the administrator
     * @param distinctStatements how many there are, shown or not
     * @param statements the first of them
     */
    public record Group(
            Whose.Kind whose,
            List<String> services,
            String server,
            int distinctStatements,
            long calls,
            double totalMilliseconds,
            List<Statement> statements) {

        public Group {
            services = List.copyOf(services);
            statements = List.copyOf(statements);
        }
    }

    /**
     * @param queryId PostgreSQL's, as text, because not every language's numbers are long enough
     * @param rows returned or changed, in all calls
     * @param share of the time of its group, from 0 to 1
     */
    public record Statement(
            String database,
            String role,
            String queryId,
            String text,
            long calls,
            double totalMilliseconds,
            double meanMilliseconds,
            double maxMilliseconds,
            long rows,
            double share) {}
}
