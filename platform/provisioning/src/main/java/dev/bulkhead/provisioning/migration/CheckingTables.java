package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Holds what migrations have made against what the manifest says of it. A misspelled name, or a
 * migration that forgot half, would leave a table open that everybody believes protected.
 */
class CheckingTables {

    private static final String MISSING = "no migration creates that table.";

    private final Owner owner;

    CheckingTables(Owner owner) {
        this.owner = owner;
    }

    void check() {
        try (var connection = owner.connect()) {
            checkAppendOnly(connection);
            checkRowSecurity(connection);
            checkViews(connection);
        } catch (SQLException e) {
            throw owner.server().refused(e, owner.target().database(), owner.target().owner());
        }
    }

    private void checkAppendOnly(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select name from unnest(?) name where to_regclass(format('%I.%I',"
                                + " ?::text, name)) is null")) {
            statement.setArray(
                    1,
                    connection.createArrayOf("text", owner.target().appendOnlyTables().toArray()));
            statement.setString(2, owner.target().schema());
            refuseFirst(statement, "append_only of service \"%s\" names %s, but %s", _ -> MISSING);
        }
    }

    private void checkRowSecurity(Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select t.name, c.oid is not null as made, c.relrowsecurity as enabled,
                               c.relforcerowsecurity as forced
                          from unnest(?) t(name)
                          left join pg_class c on c.oid = to_regclass(format('%I.%I', ?::text, t.name))
                         where c.oid is null or not c.relrowsecurity or not c.relforcerowsecurity
                            or not exists (select from pg_policy p where p.polrelid = c.oid)
                        """)) {
            statement.setArray(
                    1,
                    connection.createArrayOf("text", owner.target().rowSecurityTables().toArray()));
            statement.setString(2, owner.target().schema());
            refuseFirst(
                    statement,
                    "row_security of service \"%s\" names %s, but %s",
                    CheckingTables::isLacking);
        }
    }

    private static String isLacking(ResultSet table) throws SQLException {
        if (!table.getBoolean("made")) {
            return MISSING;
        }
        if (!table.getBoolean("enabled")) {
            return "no migration enables row-level security there.";
        }
        return table.getBoolean("forced")
                ? "no migration creates a policy there."
                : "no migration forces row-level security there, so its owner and the owner's"
                        + " views would see all rows.";
    }

    /**
     * A plain view shows what its owner may see. Published views are meant to; they live elsewhere.
     */
    private void checkViews(Connection connection) throws SQLException {
        var target = owner.target();
        try (var statement =
                connection.prepareStatement(
                        """
                        select c.relname
                          from pg_class c
                         where c.relnamespace = to_regnamespace(quote_ident(?))
                           and starts_with(c.relname, ?)
                           and (c.relkind = 'v'
                                and not exists (select from pg_options_to_table(c.reloptions)
                                                 where option_name = 'security_invoker'
                                                   and option_value::boolean)
                                or c.relkind = 'm' and ?)
                         order by c.relname
                        """)) {
            statement.setString(1, target.schema());
            statement.setString(2, target.prefix());
            statement.setBoolean(3, !target.rowSecurityTables().isEmpty());
            refuseFirst(
                    statement,
                    "Service \"%s\" has the view %s, which %s",
                    _ ->
                            "shows its owner's rows to whoever asks: create it with"
                                    + " (security_invoker), and none that is materialized.");
        }
    }

    private void refuseFirst(PreparedStatement statement, String sentence, Reason reason)
            throws SQLException {
        try (var found = statement.executeQuery()) {
            if (found.next()) {
                throw new ProvisioningFailed(
                        sentence.formatted(
                                owner.target().service().name(),
                                found.getString(1),
                                reason.of(found)));
            }
        }
    }

    private interface Reason {
        String of(ResultSet row) throws SQLException;
    }
}
