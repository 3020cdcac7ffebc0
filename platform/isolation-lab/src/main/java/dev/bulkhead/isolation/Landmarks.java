package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is to attack in a service's schema.
 *
 * @param tables its own; the bait is not among them
 * @param published views that others may read
 * @param writable those of them that PostgreSQL could write through
 * @param appendOnly tables whose rows stay
 * @param rowSecurity tables whose rows belong to single users
 * @param usersRows those of them that have a row, without which nobody can be kept from reading one
 */
record Landmarks(
        List<Table> tables,
        List<Table> published,
        List<Table> writable,
        List<Table> appendOnly,
        List<Table> rowSecurity,
        List<Table> usersRows) {

    /**
     * A table.
     *
     * @param name with its schema, quoted
     * @param column one that may be written, quoted
     */
    record Table(String name, String column) {}

    Landmarks {
        tables = List.copyOf(tables);
        published = List.copyOf(published);
        writable = List.copyOf(writable);
        appendOnly = List.copyOf(appendOnly);
        rowSecurity = List.copyOf(rowSecurity);
        usersRows = List.copyOf(usersRows);
    }

    static Landmarks of(Connection administrator, ServiceDatabase of) throws SQLException {
        var tables =
                relations(administrator, of.schema(), of.prefix(), "rp").stream()
                        .filter(it -> !it.name().equals(Bait.table(of)))
                        .toList();
        List<Table> published =
                of.api().isEmpty() ? List.of() : relations(administrator, of.api(), "", "v");
        var rowSecurity = named(tables, of, of.rowSecurityTables());
        var landmarks =
                new Landmarks(
                        tables,
                        published,
                        writable(administrator, published),
                        named(tables, of, of.appendOnlyTables()),
                        rowSecurity,
                        withRows(administrator, rowSecurity));
        administrator.rollback();
        return landmarks;
    }

    private static List<Table> writable(Connection administrator, List<Table> views)
            throws SQLException {
        var found = new ArrayList<Table>();
        for (var it : views) {
            try (var statement =
                    administrator.prepareStatement(
                            "select pg_relation_is_updatable(?::regclass, false) & 16 > 0")) {
                statement.setString(1, it.name());
                try (var rows = statement.executeQuery()) {
                    if (rows.next() && rows.getBoolean(1)) {
                        found.add(it);
                    }
                }
            }
        }
        return found;
    }

    private static List<Table> withRows(Connection administrator, List<Table> tables)
            throws SQLException {
        var found = new ArrayList<Table>();
        for (var it : tables) {
            try (var statement = administrator.createStatement();
                    var rows =
                            statement.executeQuery("select from %s limit 1".formatted(it.name()))) {
                if (rows.next()) {
                    found.add(it);
                }
            }
        }
        return found;
    }

    private static List<Table> named(List<Table> tables, ServiceDatabase of, List<String> names) {
        var wanted =
                names.stream().map(it -> Bait.quoted(of.schema()) + "." + Bait.quoted(it)).toList();
        return tables.stream().filter(it -> wanted.contains(it.name())).toList();
    }

    private static List<Table> relations(
            Connection administrator, String schema, String prefix, String kinds)
            throws SQLException {
        var tables = new ArrayList<Table>();
        try (var statement =
                administrator.prepareStatement(
                        """
                        select n.nspname, c.relname, quote_ident(min(a.attname))
                          from pg_class c
                          join pg_namespace n on n.oid = c.relnamespace
                          join pg_attribute a on a.attrelid = c.oid
                         where n.nspname = ? and starts_with(c.relname, ?)
                           and strpos(?, c.relkind::text) > 0 and a.attnum > 0 and not a.attisdropped
                           and a.attidentity = '' and a.attgenerated = ''
                         group by n.nspname, c.relname order by c.relname
                        """)) {
            statement.setString(1, schema);
            statement.setString(2, prefix);
            statement.setString(3, kinds);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(
                            new Table(
                                    Bait.quoted(rows.getString(1))
                                            + "."
                                            + Bait.quoted(rows.getString(2)),
                                    rows.getString(3)));
                }
            }
        }
        return tables;
    }
}
