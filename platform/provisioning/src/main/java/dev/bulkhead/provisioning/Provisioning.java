package dev.bulkhead.provisioning;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.ServerBudget;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.migration.Cleaner;
import dev.bulkhead.provisioning.migration.Migrated;
import dev.bulkhead.provisioning.migration.MigrationStatus;
import dev.bulkhead.provisioning.migration.Migrator;
import dev.bulkhead.provisioning.migration.Rollback;
import dev.bulkhead.provisioning.migration.RollbackPlan;
import dev.bulkhead.provisioning.migration.SchemaStatus;
import dev.bulkhead.provisioning.migration.Seeded;
import dev.bulkhead.provisioning.migration.Seeder;
import dev.bulkhead.provisioning.migration.Undo;
import dev.bulkhead.provisioning.plan.HbaFile;
import dev.bulkhead.provisioning.plan.Plan;
import dev.bulkhead.provisioning.plan.Planner;
import dev.bulkhead.provisioning.plan.Scope;
import dev.bulkhead.provisioning.plan.ServerPlan;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.plan.Step;
import dev.bulkhead.provisioning.removal.Removal;
import dev.bulkhead.provisioning.removal.Sessions;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.provisioning.server.KeptConnections;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes a server look like a manifest: plan, apply, migrate, seed. Each may be repeated at will.
 */
public record Provisioning(Manifest manifest, DatabaseServers servers, Secrets secrets) {

    /** A repair may uncover another, such as a database that let nobody look inside. */
    private static final int MOST_ROUNDS = 3;

    /** Key of the advisory lock that two provisioners of one server meet at. */
    private static final long ONE_AT_A_TIME = 0x62756c6b68656164L; // "bulkhead"

    /** One server for every service, whatever rung it is on. */
    public Provisioning(Manifest manifest, DatabaseServer server, Secrets secrets) {
        this(manifest, DatabaseServers.of(server), secrets);
    }

    /**
     * Work of several steps that logs in once where each step would log in again.
     *
     * @param work gets what does it; its connections end with it
     */
    public <T> T keepingConnections(Function<Provisioning, T> work) {
        try (var connections = new KeptConnections()) {
            return work.apply(new Provisioning(manifest, servers.keeping(connections), secrets));
        }
    }

    /** Where each service's tables live. */
    public List<ServiceDatabase> databases() {
        return manifest.services().stream().map(it -> ServiceDatabase.of(manifest, it)).toList();
    }

    public ServiceDatabase database(String service) {
        return ServiceDatabase.of(manifest, manifest.service(service));
    }

    /** The server that services share. */
    public DatabaseServer server() {
        return servers.get(ServiceDatabase.SHARED_SERVER);
    }

    /** The server of one service, which may be its own. */
    public DatabaseServer server(ServiceDatabase database) {
        return servers.get(database.server());
    }

    /** What separates the servers from the manifest; changes nothing. */
    public Plan plan() {
        return plan(databases());
    }

    /** The same of some services: what is theirs, and what they may do with that of others. */
    public Plan planOnly(Collection<String> services) {
        return plan(databases(), scope(services));
    }

    private Scope scope(Collection<String> services) {
        return Scope.of(services.stream().map(this::database).toList());
    }

    /** The same for databases under other names, as tests use them. */
    public Plan plan(Collection<ServiceDatabase> databases) {
        return plan(databases, Scope.ALL);
    }

    private Plan plan(Collection<ServiceDatabase> databases, Scope scope) {
        var parts = new ArrayList<ServerPlan>();
        byServer(databases)
                .forEach((server, residents) ->
                        parts.add(
                                Planner.plan(
                                        server,
                                        budget(residents.getFirst()),
                                        secrets,
                                        residents,
                                        databases,
                                        scope)));
        return new Plan(parts, notes(databases));
    }

    private Map<DatabaseServer, List<ServiceDatabase>> byServer(
            Collection<ServiceDatabase> databases) {
        return databases.stream()
                .collect(
                        Collectors.groupingBy(
                                this::server, LinkedHashMap::new, Collectors.toList()));
    }

    private ServerBudget budget(ServiceDatabase database) {
        return servers.own().containsKey(database.server())
                ? manifest.budget(database.service())
                : manifest.server();
    }

    /** What whoever chooses these rungs should know about them. */
    public List<String> notes() {
        return notes(databases());
    }

    private static List<String> notes(Collection<ServiceDatabase> databases) {
        var prefixed = databases.stream().filter(it -> !it.prefix().isEmpty()).toList();
        if (prefixed.isEmpty()) {
            return List.of();
        }
        return List.of(
                "The rung prefix isolates nothing: %s share the user %s, who reads and changes every row of all of them."
                        .formatted(
                                prefixed.stream()
                                        .map(it -> it.service().name())
                                        .collect(Collectors.joining(", ")),
                                prefixed.getFirst().user()));
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
        return apply(databases, Scope.ALL, progress);
    }

    /** Changes what {@link #planOnly} says and leaves other services as they are. */
    public List<Step> applyOnly(Collection<String> services, Consumer<Step> progress) {
        return apply(databases(), scope(services), progress);
    }

    private List<Step> apply(
            Collection<ServiceDatabase> databases, Scope scope, Consumer<Step> progress) {
        return alone(
                List.copyOf(byServer(databases).keySet()),
                () -> applyAlone(databases, scope, progress));
    }

    /** Keeps other provisioners of these servers waiting. */
    private static <T> T alone(List<DatabaseServer> servers, Supplier<T> work) {
        if (servers.isEmpty()) {
            return work.get();
        }
        var server = servers.getFirst();
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(%d)".formatted(ONE_AT_A_TIME));
            return alone(servers.subList(1, servers.size()), work);
        } catch (SQLException e) {
            throw server.refused(e, "provisioning", server.administrator());
        }
    }

    private List<Step> applyAlone(
            Collection<ServiceDatabase> databases, Scope scope, Consumer<Step> progress) {
        var taken = new ArrayList<Step>();
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            var plan = plan(databases, scope);
            if (plan.isEmpty()) {
                return taken;
            }
            plan.apply(progress);
            taken.addAll(plan.steps());
        }
        var rest = plan(databases, scope);
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
        var homes = new LinkedHashMap<String, List<DatabaseServer>>();
        roles.forEach(role -> homes.put(role, serversOf(role)));
        var locked = homes.values().stream().flatMap(List::stream).distinct().toList();
        alone(
                locked,
                () -> {
                    var rotation = new PasswordRotation(secrets, copies);
                    homes.forEach((role, servers) -> {
                        rotation.rotate(role, servers);
                        progress.accept(role);
                    });
                    return homes.keySet();
                });
    }

    /** A reader's user is known where it reads as well. */
    private List<DatabaseServer> serversOf(String role) {
        var names = new LinkedHashSet<String>();
        for (var it : databases()) {
            if (it.roles().contains(role)) {
                names.add(it.server());
            }
            if (it.user().equals(role)) {
                it.readsElsewhere().forEach(contract -> names.add(contract.server()));
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("No service has a role " + role);
        }
        return names.stream().map(servers::get).distinct().toList();
    }

    /** The shared server's pg_hba.conf, for where its files are not ours. */
    public HbaFile hba() {
        return HbaFile.of(
                server(),
                databases().stream().filter(it -> server(it).equals(server())).toList(),
                databases());
    }

    public Migrated migrate(String service) {
        return migrate(database(service));
    }

    public Migrated migrate(ServiceDatabase database) {
        return new Migrator(server(database), database, secrets).migrate();
    }

    public List<MigrationStatus> status(String service) {
        var database = database(service);
        return new Migrator(server(database), database, secrets).status();
    }

    /** How far a service's tables are, and whether its files still say what ran. */
    public SchemaStatus schema(String service) {
        var database = database(service);
        return new Migrator(server(database), database, secrets).schema();
    }

    /**
     * What rolling a service back would do; changes nothing.
     *
     * @throws ProvisioningFailed if it cannot be done, or would take from another service what it
     *     may read
     */
    public RollbackPlan planRollback(String service, RollbackPlan.Target target) {
        var plan = rollback(service).plan(target);
        var readers = readers(service);
        if (!plan.lostViews().isEmpty() && !readers.isEmpty()) {
            throw new ProvisioningFailed(
                    "%s cannot be rolled back to V%s: %s may read %s, which would be gone. Take \"%s\" out of the \"reads\" of whoever reads it first. Nothing was changed."
                            .formatted(
                                    service,
                                    plan.to(),
                                    String.join(" and ", readers),
                                    String.join(", ", plan.lostViews()),
                                    service));
        }
        return plan;
    }

    /** Services that may read what this one publishes. */
    public List<String> readers(String service) {
        return manifest.services().stream()
                .filter(it -> it.reads().contains(service))
                .map(Service::name)
                .toList();
    }

    /**
     * @param progress hears of each migration when it is taken back
     */
    public void rollback(String service, RollbackPlan plan, Consumer<Undo> progress) {
        rollback(service).run(plan, progress);
    }

    private Rollback rollback(String service) {
        var database = database(service);
        return new Rollback(server(database), database, secrets);
    }

    /** Who is connected to a service's tables, as its owner or its user. */
    public List<Sessions.Connected> connected(String service) {
        var database = database(service);
        return new Sessions(manifest, server(database), database).connected();
    }

    /** Empties a service's tables. */
    public Cleaner cleaner(String service) {
        var database = database(service);
        return new Cleaner(server(database), database, secrets);
    }

    /** What taking these services away would mean; other provisioners should not run then. */
    public Removal removal(Collection<String> services) {
        return new Removal(manifest, servers, services);
    }

    /**
     * Takes services' databases and roles away.
     *
     * @param force although somebody is connected
     * @param progress hears of each thing that is gone
     */
    public void remove(Collection<String> services, boolean force, Consumer<String> progress) {
        alone(
                servers.all(),
                () -> {
                    removal(services).run(force, progress);
                    return services;
                });
    }

    /** Whether a service has a place for its tables and a role that may make them. */
    public boolean exists(ServiceDatabase database) {
        var server = server(database);
        try (var connection = server.connect();
                var statement =
                        connection.prepareStatement(
                                "select (select count(*) from pg_database where datname = ?)"
                                        + " * (select count(*) from pg_roles where rolname = ?)")) {
            statement.setString(1, database.database());
            statement.setString(2, database.owner());
            try (var result = statement.executeQuery()) {
                result.next();
                if (result.getInt(1) == 0) {
                    return false;
                }
            }
        } catch (SQLException e) {
            throw server.refused(e, "its catalogues", server.administrator());
        }
        return hasSchema(server, database);
    }

    private static boolean hasSchema(DatabaseServer server, ServiceDatabase database) {
        try (var connection = server.connect(database.database());
                var statement =
                        connection.prepareStatement(
                                "select count(*) from pg_namespace where nspname = ?")) {
            statement.setString(1, database.schema());
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getInt(1) > 0;
            }
        } catch (SQLException e) {
            throw server.refused(e, database.database(), server.administrator());
        }
    }

    public Seeded seed(String service, Environment environment) {
        return seed(database(service), environment);
    }

    public Seeded seed(ServiceDatabase database, Environment environment) {
        return new Seeder(server(database), database, secrets).seed(environment.seeds());
    }

    /**
     * Makes a draft of a service's tables what the live ones are: owners, grants, and where it is a
     * database of its own, the database and its settings. Whoever may connect cannot reach it while
     * pg_hba.conf is ours, for its name is not there.
     *
     * @return the steps taken
     */
    public List<Step> provisionDraft(ServiceDatabase live, ServiceDatabase draft) {
        var server = server(live);
        return alone(
                List.of(server),
                () -> {
                    var plan =
                            Planner.ofDraft(
                                    server, budget(live), secrets, live, draft, databases());
                    plan.apply(_ -> {});
                    return plan.steps();
                });
    }

    /**
     * Replaces a database by a copy of another one. Privileges and settings of a database are not
     * copied by PostgreSQL, so the copy is provisioned like any other, under another name until it
     * is complete: whoever connects finds the old database, none, or a finished new one.
     */
    public void replaceByCopy(ServiceDatabase original, ServiceDatabase copy) {
        var draft = copy.named(copy.database() + "_next");
        var server = server(original);
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "drop database if exists \"%s\" with (force)".formatted(draft.database()));
            statement.execute(
                    "create database \"%s\" template \"%s\" strategy file_copy"
                            .formatted(draft.database(), original.database()));
            for (var sql : Planner.ofCopy(server, budget(original), secrets, connection, draft)) {
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
