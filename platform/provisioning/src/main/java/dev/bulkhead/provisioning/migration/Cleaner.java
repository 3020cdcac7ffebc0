package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Empties a service's tables and keeps everything else: structure, grants, migration history. */
public final class Cleaner {

    private final Owner owner;

    public Cleaner(DatabaseServer server, ServiceDatabase target, Secrets secrets) {
        this.owner = Owner.of(server, target, secrets);
    }

    /** The tables that would be emptied, partitions not counted. */
    public List<String> tables() {
        try (var connection = owner.connect()) {
            return names(connection, "c.relkind in ('r', 'p') and not c.relispartition", "relname");
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /**
     * All of it in one transaction, as the owner, whom no policy keeps from truncating.
     *
     * @return how many tables are empty now
     * @throws ProvisioningFailed if the server refuses; nothing is changed then
     */
    public int clean() {
        try (var _ = MigrationLock.take(owner);
                var connection = owner.connect()) {
            owner.watch(connection);
            connection.setAutoCommit(false);
            MigrationLock.hold(connection, owner);
            return clean(connection);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private int clean(Connection connection) throws SQLException {
        var tables =
                names(connection, "c.relkind in ('r', 'p') and not c.relispartition", "qualified");
        var statements = new ArrayList<String>();
        if (!tables.isEmpty()) {
            statements.add("truncate table " + String.join(", ", tables) + " restart identity");
        }
        // those that belong to no column are not restarted with a table
        names(connection, "c.relkind = 'S'", "qualified")
                .forEach(it -> statements.add("alter sequence %s restart".formatted(it)));
        names(connection, "c.relkind = 'm'", "qualified")
                .forEach(it -> statements.add("refresh materialized view " + it));
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
            return tables.size();
        } catch (SQLException e) {
            connection.rollback();
            throw new ProvisioningFailed(
                    "%s was not emptied: %s Nothing was changed."
                            .formatted(owner.target().service().name(), ServerMessage.sentence(e)),
                    e);
        }
    }

    private List<String> names(Connection connection, String condition, String name)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select relname, qualified
                          from (select c.relname, format('%%I.%%I', n.nspname, c.relname) as qualified
                                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                 where n.nspname = ? and starts_with(c.relname, ?) and c.relname <> ?
                                   and %s) named
                         order by 1
                        """
                                .formatted(condition))) {
            statement.setString(1, owner.target().schema());
            statement.setString(2, owner.target().prefix());
            statement.setString(3, owner.target().historyTable());
            try (var result = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (result.next()) {
                    names.add(result.getString(name));
                }
                return names;
            }
        }
    }

    private ProvisioningFailed refused(SQLException e) {
        return owner.server().refused(e, owner.target().database(), owner.target().owner());
    }
}
