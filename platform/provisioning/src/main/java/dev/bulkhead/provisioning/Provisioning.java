package dev.bulkhead.provisioning;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.migration.Migrated;
import dev.bulkhead.provisioning.migration.MigrationStatus;
import dev.bulkhead.provisioning.migration.Migrator;
import dev.bulkhead.provisioning.migration.Seeded;
import dev.bulkhead.provisioning.migration.Seeder;
import dev.bulkhead.provisioning.plan.HbaFile;
import dev.bulkhead.provisioning.plan.Plan;
import dev.bulkhead.provisioning.plan.Planner;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.plan.Step;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a server look like a manifest: plan, apply, migrate, seed. Each may be repeated at will.
 */
public record Provisioning(Manifest manifest, DatabaseServer server, Secrets secrets) {

    /** A repair may uncover another, such as a database that let nobody look inside. */
    private static final int MOST_ROUNDS = 3;

    /** Key of the advisory lock that two provisioners of one server meet at. */
    private static final long ONE_AT_A_TIME = 0x62756c6b68656164L; // "bulkhead"

    /** Where each service's tables live. */
    public List<ServiceDatabase> databases() {
        return manifest.services().stream().map(ServiceDatabase::of).toList();
    }

    public ServiceDatabase database(String service) {
        return ServiceDatabase.of(manifest.service(service));
    }

    /** What separates the server from the manifest; changes nothing. */
    public Plan plan() {
        return plan(databases());
    }

    /** The same for databases under other names, as tests use them. */
    public Plan plan(Collection<ServiceDatabase> databases) {
        return Planner.plan(server, manifest.server(), secrets, databases);
    }

    /**
     * Changes the server until it looks like the manifest.
     *
     * @param progress hears of each step when it is done
     * @return the steps taken; none if there was nothing to do
     */
    public List<Step> apply(Consumer<Step> progress) {
        return apply(databases(), progress);
    }

    public List<Step> apply(Collection<ServiceDatabase> databases, Consumer<Step> progress) {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(%d)".formatted(ONE_AT_A_TIME));
            return applyAlone(databases, progress);
        } catch (SQLException e) {
            throw server.refused(e, "provisioning", server.administrator());
        }
    }

    private List<Step> applyAlone(Collection<ServiceDatabase> databases, Consumer<Step> progress) {
        var taken = new ArrayList<Step>();
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            var plan = plan(databases);
            if (plan.isEmpty()) {
                return taken;
            }
            plan.apply(progress);
            taken.addAll(plan.steps());
        }
        var rest = plan(databases);
        if (!rest.isEmpty()) {
            throw new ProvisioningFailed(
                    "The server does not keep what it is told: %s"
                            .formatted(rest.steps().stream().map(Step::what).toList()));
        }
        return taken;
    }

    /**
     * Gives roles new random passwords while they are in use: sessions go on, new ones need the new
     * password, the old one is refused.
     *
     * @param copies further folders that hold some of the secrets, each for a service of its own
     * @param progress hears of each role when it is done
     */
    public void rotatePasswords(
            Collection<String> roles, List<Secrets> copies, Consumer<String> progress) {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(%d)".formatted(ONE_AT_A_TIME));
            var rotation = new PasswordRotation(server, secrets, copies);
            for (var role : new LinkedHashSet<>(roles)) {
                rotation.rotate(role);
                progress.accept(role);
            }
        } catch (SQLException e) {
            throw server.refused(e, "provisioning", server.administrator());
        }
    }

    /** The pg_hba.conf that belongs to the manifest, for servers whose files are not ours. */
    public HbaFile hba() {
        return HbaFile.of(server, databases());
    }

    public Migrated migrate(String service) {
        return migrate(database(service));
    }

    public Migrated migrate(ServiceDatabase database) {
        return new Migrator(server, database, secrets).migrate();
    }

    public List<MigrationStatus> status(String service) {
        return new Migrator(server, database(service), secrets).status();
    }

    public Seeded seed(String service, Environment environment) {
        return seed(database(service), environment);
    }

    public Seeded seed(ServiceDatabase database, Environment environment) {
        return new Seeder(server, database, secrets).seed(environment.seeds());
    }

    /**
     * Replaces a database by a copy of another one. Privileges and settings of a database are not
     * copied by PostgreSQL, so the copy is provisioned like any other, under another name until it
     * is complete: whoever connects finds the old database, none, or a finished new one.
     */
    public void replaceByCopy(ServiceDatabase original, ServiceDatabase copy) {
        var draft = copy.named(copy.database() + "_next");
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "drop database if exists \"%s\" with (force)".formatted(draft.database()));
            statement.execute(
                    "create database \"%s\" template \"%s\" strategy file_copy"
                            .formatted(draft.database(), original.database()));
            for (var sql : Planner.ofCopy(server, manifest.server(), secrets, connection, draft)) {
                statement.execute(sql);
            }
            statement.execute(
                    "drop database if exists \"%s\" with (force)".formatted(copy.database()));
            statement.execute(
                    "alter database \"%s\" rename to \"%s\""
                            .formatted(draft.database(), copy.database()));
        } catch (SQLException e) {
            throw new ProvisioningFailed(
                    "%s could not be copied to %s: %s"
                            .formatted(original.database(), copy.database(), e.getMessage()),
                    e);
        }
    }
}
