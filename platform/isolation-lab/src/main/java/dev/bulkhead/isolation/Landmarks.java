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
 */
record Landmarks(List<Table> tables) {

    /**
     * A table.
     *
     * @param name with its schema, quoted
     * @param column one that may be written, quoted
     */
    record Table(String name, String column) {}

    Landmarks {
        tables = List.copyOf(tables);
    }

    static Landmarks of(Connection administrator, ServiceDatabase of) throws SQLException {
        var tables = new ArrayList<Table>();
        try (var statement =
                administrator.prepareStatement(
                        """
                        select format('%I.%I', n.nspname, c.relname), quote_ident(min(a.attname))
                          from pg_class c
                          join pg_namespace n on n.oid = c.relnamespace
                          join pg_attribute a on a.attrelid = c.oid
                         where n.nspname = ? and starts_with(c.relname, ?) and c.relname <> ?
                           and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
                           and a.attidentity = '' and a.attgenerated = ''
                         group by n.nspname, c.relname order by c.relname
                        """)) {
            statement.setString(1, of.schema());
            statement.setString(2, of.prefix());
            statement.setString(3, Bait.plain(of, ""));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new Table(rows.getString(1), rows.getString(2)));
                }
            }
        }
        administrator.rollback();
        return new Landmarks(tables);
    }
}
