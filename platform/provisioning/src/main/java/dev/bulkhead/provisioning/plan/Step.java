package dev.bulkhead.provisioning.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** One change to the server. */
public sealed interface Step {

    /** The change in a sentence. */
    String what();

    /** The database in which it is made. */
    default String database() {
        return "postgres";
    }

    /** The change as SQL that psql could run, without secrets. */
    String toSql();

    /**
     * Statements in one database.
     *
     * @param statements run in one transaction
     */
    record Statements(String what, String database, List<String> statements) implements Step {

        @Override
        public String toSql() {
            return statements.stream()
                    .map(Sql::withoutSecrets)
                    .collect(Collectors.joining(";\n", "", ";\n"));
        }

        @Override
        public String toString() {
            return what; // the statements hold verifiers
        }
    }

    /**
     * A database that does not exist yet.
     *
     * @param name the database's
     */
    record NewDatabase(String what, String name, String statement) implements Step {

        @Override
        public String toSql() {
            return statement + ";\n";
        }
    }

    /** A new setting of the whole server. */
    record ServerSetting(String what, String name, String value) implements Step {

        String statement() {
            return "alter system set %s = %s".formatted(name, Sql.literal(value));
        }

        @Override
        public String toSql() {
            return statement() + ";\nselect pg_reload_conf();\n";
        }
    }

    /** A new pg_hba.conf. */
    record HbaChange(String what, Path file, HbaFile content) implements Step {

        @Override
        public String toSql() {
            return content.text()
                    .lines()
                    .map("--   "::concat)
                    .collect(
                            Collectors.joining(
                                    "\n",
                                    "-- %s becomes:\n".formatted(file),
                                    "\nselect pg_reload_conf();\n"));
        }
    }
}
