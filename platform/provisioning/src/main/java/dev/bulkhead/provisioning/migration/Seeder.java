package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs a service's idempotent seed files; they may run at every start. */
public final class Seeder {

    private final Owner owner;

    public Seeder(DatabaseServer server, ServiceDatabase target, Secrets secrets) {
        this.owner = Owner.of(server, target, secrets);
    }

    /**
     * @param kinds sub-folders of {@code db/seed}, in their order
     */
    public Seeded seed(List<String> kinds) {
        var files = kinds.stream().flatMap(kind -> files(kind).stream()).toList();
        if (files.isEmpty()) {
            return new Seeded(List.of(), 0);
        }
        var names = new ArrayList<String>();
        long rows = 0;
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            for (var file : files) {
                rows += run(file, connection);
                names.add(file.getParent().getFileName() + "/" + file.getFileName());
            }
        } catch (SQLException e) {
            throw new ProvisioningFailed(
                    "Seeding %s failed: %s".formatted(owner.target().database(), e.getMessage()),
                    e);
        }
        return new Seeded(names, rows);
    }

    private List<Path> files(String kind) {
        var folder = owner.target().service().sql().resolve("seed").resolve(kind);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var paths = Files.list(folder)) {
            return paths.filter(it -> it.toString().endsWith(".sql")).sorted().toList();
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot read %s: %s".formatted(folder, e), e);
        }
    }

    private long run(Path file, Connection connection) throws SQLException {
        var script =
                Script.read(file, owner.placeholders(), "Seeding " + owner.target().database())
                        .text();
        try (var statement = connection.createStatement()) {
            long rows = 0;
            for (boolean more = statement.execute(script); ; more = statement.getMoreResults()) {
                if (!more) {
                    if (statement.getUpdateCount() == -1) {
                        break;
                    }
                    rows += statement.getUpdateCount();
                }
            }
            connection.commit();
            return rows;
        } catch (SQLException e) {
            connection.rollback();
            throw new ProvisioningFailed(
                    "Seeding %s failed in %s: %s"
                            .formatted(owner.target().database(), file, ServerMessage.of(e)),
                    e);
        }
    }
}
