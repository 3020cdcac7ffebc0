package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects of a service that were made to be attacked, as its next migration would have made them:
 * by its owner, in its schema, with no privileges but those that its owner's objects get by
 * default. So every service has a view, a sequence and a function to lose, and no control has to
 * touch the service's own rows.
 */
record Bait(ServiceDatabase of, long largeObject) {

    private static final String NAME = "bulkhead_bait";

    /** Makes it anew; what an interrupted run left is cleared first. */
    static Bait lay(Connection owner, ServiceDatabase of) throws SQLException {
        clear(owner, of);
        try (var statement = owner.createStatement()) {
            for (var sql : statements(of)) {
                statement.execute(sql);
            }
            var oid = largeObject(statement, of);
            owner.commit();
            return new Bait(of, oid);
        }
    }

    private static List<String> statements(ServiceDatabase of) {
        var secret = secret(of);
        return List.of(
                "create table %s (id integer primary key, secret text not null)"
                        .formatted(table(of)),
                "insert into %s select n, '%s' from generate_series(1, 10) n"
                        .formatted(table(of), secret),
                "analyze %s".formatted(table(of)),
                "comment on table %s is '%s'".formatted(table(of), secret),
                "create view %s with (security_invoker) as select * from %s"
                        .formatted(name(of, "_view"), table(of)),
                "create sequence %s".formatted(name(of, "_seq")),
                "create function %s() returns text language sql stable return '%s'"
                        .formatted(name(of, "_secret"), secret),
                // J: unpinned, as tutorials write it, and the same pinned
                """
                create function %s() returns text language plpgsql security definer as $$
                begin
                    return (select secret from %s where lower(secret::varchar) is not null limit 1);
                end $$\
                """
                        .formatted(name(of, "_unpinned"), NAME_OF_TABLE.formatted(of.prefix())),
                """
                create function %s() returns text language plpgsql security definer
                set search_path = %s, pg_temp as $$
                begin
                    return (select secret from %s limit 1);
                end $$\
                """
                        .formatted(
                                name(of, "_pinned"),
                                quoted(of.schema()),
                                NAME_OF_TABLE.formatted(of.prefix())));
    }

    private static final String NAME_OF_TABLE = "%s" + NAME;

    private static long largeObject(Statement statement, ServiceDatabase of) throws SQLException {
        long oid;
        try (var rows =
                statement.executeQuery(
                        "select lo_from_bytea(0, convert_to('%s', 'UTF8'))"
                                .formatted(secret(of)))) {
            rows.next();
            oid = rows.getLong(1);
        }
        statement.execute("comment on large object %d is '%s'".formatted(oid, secret(of)));
        return oid;
    }

    static void clear(Connection owner, ServiceDatabase of) throws SQLException {
        try (var statement = owner.createStatement()) {
            for (var function : List.of("_secret", "_unpinned", "_pinned")) {
                statement.execute("drop function if exists %s()".formatted(name(of, function)));
            }
            statement.execute("drop sequence if exists %s".formatted(name(of, "_seq")));
            statement.execute("drop view if exists %s".formatted(name(of, "_view")));
            statement.execute("drop table if exists %s cascade".formatted(table(of)));
            var leftovers = new ArrayList<Long>();
            try (var rows =
                    statement.executeQuery(
                            """
                            select objoid from pg_description
                             where classoid = 'pg_largeobject'::regclass and description = '%s'
                            """
                                    .formatted(secret(of)))) {
                while (rows.next()) {
                    leftovers.add(rows.getLong(1));
                }
            }
            for (var oid : leftovers) {
                statement.execute("select lo_unlink(%d)".formatted(oid));
            }
            owner.commit();
        }
    }

    static String secret(ServiceDatabase of) {
        return "secret of " + of.service().name();
    }

    static String table(ServiceDatabase of) {
        return name(of, "");
    }

    static String name(ServiceDatabase of, String suffix) {
        return quoted(of.schema()) + "." + quoted(plain(of, suffix));
    }

    static String plain(ServiceDatabase of, String suffix) {
        return of.prefix() + NAME + suffix;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
