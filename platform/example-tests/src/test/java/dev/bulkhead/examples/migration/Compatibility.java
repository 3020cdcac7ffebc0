package dev.bulkhead.examples.migration;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.migration.Catalogue;
import dev.bulkhead.provisioning.migration.Migrator;
import dev.bulkhead.provisioning.migration.ServerMessage;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether code that was made for one level of a schema still works on the next one, as it must
 * while instances of both run: a migration is run before the code that needs it, and not all
 * instances are replaced at once.
 *
 * <p>It is tried, with the rows that the seeds put there: whatever code can say to the tables of
 * the lower level as the runtime user, and what the server accepted there, it must accept
 * afterwards. And it is read off the catalogue, for what no row happens to show.
 */
final class Compatibility {

    /** What reads and writes the one reads and writes the other. */
    private static final List<Pattern> WIDENED =
            List.of(
                    Pattern.compile("smallint > (integer|bigint)"),
                    Pattern.compile("integer > bigint"),
                    Pattern.compile("real > double precision"),
                    Pattern.compile("character varying\\(\\d+\\) > (text|character varying)"));

    private record Column(String type, boolean notNull, boolean filledIn, boolean generated) {}

    /** One statement of the lower level's code, and what it is called in a sentence. */
    private record Attempt(String what, String sql) {}

    private record Level(
            Catalogue catalogue,
            Map<String, Map<String, Column>> tables,
            List<String> views,
            List<String> secured) {

        List<String> names(String table, boolean generated) {
            return tables.get(table).entrySet().stream()
                    .filter(it -> generated || !it.getValue().generated())
                    .map(it -> quoted(it.getKey()))
                    .toList();
        }
    }

    private final Provisioning provisioning;
    private final ServiceDatabase target;
    private final Migrator migrator;

    Compatibility(Provisioning provisioning, ServiceDatabase target) {
        this.provisioning = provisioning;
        this.target = target;
        this.migrator = new Migrator(provisioning.server(target), target, provisioning.secrets());
    }

    /**
     * Migrates one level up.
     *
     * @return what code of the level before can no longer do, a sentence each; empty when it can do
     *     everything
     */
    List<String> brokenBy(String version) throws SQLException {
        var before = level();
        var attempts = attempts(before);
        var accepted = new ArrayList<Attempt>();
        refusals(attempts)
                .forEach((attempt, refusal) -> {
                    if (refusal.isEmpty()) {
                        accepted.add(attempt);
                    }
                });
        migrator.migrateTo(version);
        var broken = new ArrayList<String>();
        refusals(accepted)
                .forEach((attempt, refusal) -> {
                    if (!refusal.isEmpty()) {
                        broken.add("%s fails now: %s".formatted(attempt.what(), refusal));
                    }
                });
        broken.addAll(narrowed(before, level()));
        return broken.stream()
                .map(it ->
                        "V%s of %s breaks code of the version before: %s"
                                .formatted(version, target.service().name(), it))
                .toList();
    }

    private List<Attempt> attempts(Level level) {
        var attempts = new ArrayList<Attempt>();
        for (var table : level.tables().keySet()) {
            var name = quoted(table);
            var all = String.join(", ", level.names(table, true));
            var given = level.names(table, false);
            var list = String.join(", ", given);
            attempts.add(new Attempt("reading " + table, "select %s from %s".formatted(all, name)));
            attempts.add(
                    new Attempt(
                            "adding a row to %s with every column".formatted(table),
                            "insert into %1$s (%2$s) overriding system value select %2$s from %1$s on conflict do nothing"
                                    .formatted(name, list)));
            attempts.add(
                    new Attempt(
                            "changing " + table,
                            "update %s set %s"
                                    .formatted(
                                            name,
                                            given.stream()
                                                    .map(it -> it + " = " + it)
                                                    .collect(Collectors.joining(", ")))));
            attempts.add(new Attempt("removing from " + table, "delete from " + name));
        }
        for (var view : level.views()) {
            attempts.add(new Attempt("reading " + view, "select * from " + view));
        }
        return attempts;
    }

    /** What the server says to the runtime user; empty when it does as told. Nothing stays. */
    private Map<Attempt, String> refusals(List<Attempt> attempts) throws SQLException {
        var server = provisioning.server(target);
        var password = provisioning.secrets().password(target.user());
        var refusals = new LinkedHashMap<Attempt, String>();
        try (var connection = server.connect(target.database(), target.user(), password);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var attempt : attempts) {
                try {
                    statement.execute(attempt.sql());
                    statement.execute("set constraints all immediate");
                    refusals.put(attempt, "");
                } catch (SQLException e) {
                    refusals.put(attempt, ServerMessage.of(e));
                } finally {
                    connection.rollback();
                }
            }
        }
        return refusals;
    }

    private static List<String> narrowed(Level before, Level after) {
        var found = new ArrayList<String>();
        before.tables()
                .forEach((table, columns) -> {
                    var now = after.tables().get(table);
                    if (now == null) {
                        found.add("table %s is gone".formatted(table));
                        return;
                    }
                    columns.forEach((name, column) -> {
                        var changed = now.get(name);
                        if (changed == null) {
                            found.add("column %s.%s is gone".formatted(table, name));
                        } else {
                            narrowed(table + "." + name, column, changed, found);
                        }
                    });
                    now.forEach((name, column) -> {
                        if (!columns.containsKey(name) && column.notNull() && !column.filledIn()) {
                            found.add(
                                    "column %s.%s is new, not null and has no default, so no row can be added without it"
                                            .formatted(table, name));
                        }
                    });
                });
        after.secured().stream()
                .filter(before.tables()::containsKey)
                .filter(it -> !before.secured().contains(it))
                .forEach(it -> found.add("row-level security is new on table " + it));
        found.addAll(refusing(before, after));
        return found;
    }

    private static void narrowed(String name, Column before, Column after, List<String> found) {
        if (after.notNull() && !before.notNull()) {
            found.add("column %s may no longer be null".formatted(name));
        }
        if (before.filledIn() && !after.filledIn() && after.notNull()) {
            found.add("column %s has lost its default".formatted(name));
        }
        var types = before.type() + " > " + after.type();
        if (!before.type().equals(after.type())
                && WIDENED.stream().noneMatch(it -> it.matcher(types).matches())) {
            found.add("column %s was %s and is %s".formatted(name, before.type(), after.type()));
        }
    }

    /** New rules on old tables: they may refuse what was accepted. */
    private static List<String> refusing(Level before, Level after) {
        var found = new ArrayList<String>();
        after.catalogue()
                .objects()
                .forEach((object, definition) -> {
                    var kind = object.substring(0, object.indexOf(' '));
                    var name = object.substring(object.indexOf(' ') + 1);
                    var dot = name.indexOf('.');
                    if (dot < 0 || !before.tables().containsKey(name.substring(0, dot))) {
                        return;
                    }
                    var was = before.catalogue().objects().get(object);
                    var old = before.tables().get(name.substring(0, dot)).keySet();
                    var rule =
                            switch (kind) {
                                case "constraint" -> !definition.startsWith("NOT NULL");
                                case "index" -> definition.startsWith("CREATE UNIQUE");
                                case "trigger" -> true;
                                default -> false;
                            };
                    if (rule
                            && !definition.equals(was)
                            && (kind.equals("trigger")
                                    || old.stream().anyMatch(it -> speaksOf(definition, it)))) {
                        found.add(
                                "%s is %s and may refuse what was accepted"
                                        .formatted(object, was == null ? "new" : "another"));
                    }
                });
        return found;
    }

    private static boolean speaksOf(String definition, String column) {
        return Pattern.compile("[(, \"]%s[), :\"]".formatted(Pattern.quote(column)))
                .matcher(definition.substring(definition.indexOf('(')))
                .find();
    }

    private Level level() throws SQLException {
        try (var connection = provisioning.server(target).connect(target.database())) {
            var catalogue = Catalogue.read(connection, target);
            var views =
                    catalogue.objects().keySet().stream()
                            .filter(it -> it.startsWith("view "))
                            .map(it -> it.substring("view ".length()))
                            .toList();
            return new Level(catalogue, tables(connection), views, secured(connection));
        }
    }

    private Map<String, Map<String, Column>> tables(Connection connection) throws SQLException {
        var tables = new TreeMap<String, Map<String, Column>>();
        try (var statement =
                connection.prepareStatement(
                        """
                        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                               a.atthasdef or a.attidentity <> '', a.attgenerated <> ''
                          from pg_class c join pg_attribute a on a.attrelid = c.oid
                         where c.relnamespace = (select oid from pg_namespace where nspname = ?)
                           and starts_with(c.relname, ?) and c.relname <> ? and c.relkind in ('r', 'p')
                           and a.attnum > 0 and not a.attisdropped
                         order by c.relname, a.attnum
                        """)) {
            statement.setString(1, target.schema());
            statement.setString(2, target.prefix());
            statement.setString(3, target.historyTable());
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    tables.computeIfAbsent(row.getString(1), _ -> new LinkedHashMap<>())
                            .put(
                                    row.getString(2),
                                    new Column(
                                            row.getString(3),
                                            row.getBoolean(4),
                                            row.getBoolean(5),
                                            row.getBoolean(6)));
                }
            }
        }
        return tables;
    }

    private List<String> secured(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select c.relname from pg_class c join pg_namespace n on n.oid ="
                                + " c.relnamespace where n.nspname = ? and c.relrowsecurity")) {
            statement.setString(1, target.schema());
            try (var row = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (row.next()) {
                    names.add(row.getString(1));
                }
                return names;
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
