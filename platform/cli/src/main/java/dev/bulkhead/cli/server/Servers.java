package dev.bulkhead.cli.server;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Spawning;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.server.PostgresServer.Reached;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.ServerBudget;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers that a platform needs: no more, and none too few. */
public final class Servers {

    private static final String INSTALLED = "-installed";
    private static final String LOG = "server.log";

    /**
     * A server for one service is small: with its default memory, four would take what one takes
     * four times. These settings are known to every version.
     */
    private static final Map<String, String> MODEST =
            Map.of(
                    "shared_buffers", "16MB",
                    "max_worker_processes", "4", // three of them while a service moves here
                    "max_parallel_workers", "2",
                    "autovacuum_max_workers", "1",
                    "min_wal_size", "32MB",
                    "max_wal_size", "256MB");

    private static final String STATISTICS = "pg_stat_statements";

    /**
     * What statements took, by service. The text of a utility statement is kept as it was typed, a
     * password in it included, so none is kept.
     */
    private static final Map<String, String> STATEMENT_STATISTICS =
            Map.of("shared_preload_libraries", STATISTICS, STATISTICS + ".track_utility", "off");

    private final List<PostgresServer> all;

    private Servers(List<PostgresServer> all) {
        this.all = List.copyOf(all);
    }

    /**
     * @param ports where a server of ours is to listen, by its name; else the manifest's port, or
     *     the next free one
     * @param reserved ports that others are about to take
     */
    public static Servers of(
            Checkout checkout,
            Manifest manifest,
            ServerChoices choices,
            Function<String, OptionalInt> ports,
            Set<Integer> reserved) {
        return new Finder(checkout, manifest, choices, ports, new TreeSet<>(reserved)).find();
    }

    /** The names of the servers that a manifest asks for. */
    public static List<String> names(Manifest manifest) {
        return budgets(manifest).keySet().stream().toList();
    }

    public List<PostgresServer> all() {
        return all;
    }

    /** Whether any is started and stopped with the platform. */
    public boolean anyOurs() {
        return all.stream().anyMatch(PostgresServer::ours);
    }

    /** Every server of ours that runs here, whatever was asked for when it was started. */
    public static List<PostgresServer> running(Checkout checkout) {
        var unused = new LocalServer.ServerPort("", 0, false, new TreeSet<>());
        return folders(checkout)
                .<PostgresServer>map(folder -> {
                    var name = folder.getFileName().toString().replace(INSTALLED, "");
                    return new LocalServer(
                            checkout,
                            name,
                            folder,
                            null,
                            unused,
                            Map.of(),
                            Optional.empty(),
                            () -> administrator(checkout, name));
                })
                .filter(server -> server.runningNow().isPresent())
                .toList();
    }

    private static Stream<Path> folders(Checkout checkout) {
        try (var folders = Files.list(checkout.state())) {
            return folders
                    .filter(it -> PostgresServer.isName(it.getFileName().toString()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty(); // nothing has been started here yet
        }
    }

    /** The log of a server of ours. */
    public static Path log(Checkout checkout, String name) {
        var installed = checkout.server(name + INSTALLED).resolve(LOG);
        var embedded = checkout.server(name).resolve(LOG);
        return Files.exists(embedded) || !Files.exists(installed) ? embedded : installed;
    }

    private static String administrator(Checkout checkout, String name) {
        return new Secrets(checkout.secrets()).password(administratorFile(name));
    }

    /** The name of the secret with the password of a server's administrator. */
    public static String administratorFile(String name) {
        return Secrets.administrator(service(name).orElse(ServiceDatabase.SHARED_SERVER));
    }

    /** The service that a server belongs to alone. */
    private static Optional<String> service(String name) {
        return name.equals(PostgresServer.SHARED)
                ? Optional.empty()
                : Optional.of(name.substring(PostgresServer.SHARED.length() + 1));
    }

    /** What each server must offer, by its name; the shared one first. */
    private static Map<String, ServerBudget> budgets(Manifest manifest) {
        var budgets = new LinkedHashMap<String, ServerBudget>();
        if (manifest.services().stream().anyMatch(it -> it.isolation() != Isolation.SERVER)) {
            budgets.put(PostgresServer.SHARED, manifest.server());
        }
        for (var service : manifest.services()) {
            if (service.isolation() == Isolation.SERVER) {
                budgets.put(PostgresServer.nameOf(service.name()), manifest.budget(service));
            }
        }
        return budgets;
    }

    /** Those of ours that have to be started before anything can be done. */
    public Servers notRunning() {
        return new Servers(all.stream().filter(it -> it.reachable().isEmpty()).toList());
    }

    /** The servers without starting any; empty when one of ours does not run. */
    public Optional<DatabaseServers> reachable() {
        var reached = new LinkedHashMap<PostgresServer, Reached>();
        for (var server : all) {
            var one = server.reachable();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            reached.put(server, one.get());
        }
        return Optional.of(databaseServers(reached));
    }

    /** Those that run, however few. */
    public DatabaseServers running() {
        var reached = new LinkedHashMap<PostgresServer, Reached>();
        all.forEach(server -> server.reachable().ifPresent(it -> reached.put(server, it)));
        return databaseServers(reached);
    }

    /** The others, by the names that services' places give them. */
    public Set<String> stopped() {
        return all.stream()
                .filter(it -> it.reachable().isEmpty())
                .map(it -> service(it.name()).orElse(ServiceDatabase.SHARED_SERVER))
                .collect(Collectors.toSet());
    }

    /** Starts, side by side, what does not run; all of them, or it fails. */
    public Started start() {
        all.forEach(PostgresServer::choosePort);
        var reached = new LinkedHashMap<PostgresServer, Reached>();
        try (var starters =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            var starting = new LinkedHashMap<PostgresServer, Future<Reached>>();
            all.forEach(it -> starting.put(it, starters.submit(it::start)));
            for (var it : starting.entrySet()) {
                reached.put(it.getKey(), it.getValue().get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Mistake.failure("Interrupted while PostgreSQL was started.");
        }
        var notes = new LinkedHashMap<String, String>();
        reached.forEach((server, it) -> notes.put(server.name(), it.note()));
        return new Started(databaseServers(reached), notes);
    }

    /**
     * @param notes what a person should know about each server
     */
    public record Started(DatabaseServers servers, Map<String, String> notes) {}

    private static DatabaseServers databaseServers(Map<PostgresServer, Reached> reached) {
        DatabaseServer shared = null;
        var own = new LinkedHashMap<String, DatabaseServer>();
        for (var it : reached.entrySet()) {
            var service = service(it.getKey().name());
            if (service.isPresent()) {
                own.put(service.get(), it.getValue().server());
            } else {
                shared = it.getValue().server();
            }
        }
        return new DatabaseServers(shared, own);
    }

    private record Finder(
            Checkout checkout,
            Manifest manifest,
            ServerChoices choices,
            Function<String, OptionalInt> ports,
            Set<Integer> reserved) {

        Servers find() {
            refuseStrangers();
            return new Servers(
                    budgets(manifest).entrySet().stream()
                            .map(it -> server(it.getKey(), it.getValue()))
                            .toList());
        }

        private PostgresServer server(String name, ServerBudget budget) {
            var port = ports.apply(name);
            var serverPort =
                    new LocalServer.ServerPort(
                            name, port.orElse(budget.port()), port.isPresent(), reserved);
            return switch (choice(name)) {
                case ServerChoice.Embedded() -> local(name, name, null, serverPort, budget);
                case ServerChoice.Installed() ->
                        local(name, name + INSTALLED, installation(), serverPort, budget);
                case ServerChoice.External external ->
                        new ExternalServer(name, external, System.getenv());
            };
        }

        private ServerChoice choice(String name) {
            var service = service(name);
            if (service.isEmpty()) {
                return choices.shared();
            }
            var own = choices.own().get(service.get());
            if (own != null) {
                return own;
            }
            if (choices.shared() instanceof ServerChoice.External) {
                throw Mistake.usage(
                        "%1$s is on the rung server and needs a PostgreSQL of its own: say where, with --postgres=%1$s=postgresql://admin@host:port/."
                                .formatted(service.get()));
            }
            return choices.shared();
        }

        private PostgresServer local(
                String name,
                String folder,
                @Nullable Path installation,
                LocalServer.ServerPort port,
                ServerBudget budget) {
            var settings = new TreeMap<>(service(name).isPresent() ? MODEST : Map.of());
            settings.put("max_connections", String.valueOf(budget.maxConnections()));
            settings.put("wal_level", "logical"); // so that a service can move away
            if (installation == null || hasStatistics(installation)) {
                settings.putAll(STATEMENT_STATISTICS);
            }
            return new LocalServer(
                    checkout,
                    name,
                    checkout.server(folder),
                    installation,
                    port,
                    settings,
                    Archiving.of(checkout, manifest),
                    () -> administrator(checkout, name));
        }

        private void refuseStrangers() {
            for (var service : choices.own().keySet()) {
                var known = manifest.services().stream().filter(it -> it.name().equals(service));
                var isolation =
                        known.findFirst()
                                .orElseThrow(() ->
                                        Mistake.usage(
                                                "--postgres=%s=...: there is no service \"%s\"; there are %s."
                                                        .formatted(service, service, services())))
                                .isolation();
                if (isolation != Isolation.SERVER) {
                    throw Mistake.usage(
                            "--postgres=%1$s=...: %1$s is on the rung %2$s and shares a server with others. It gets its own with services.%1$s.isolation: server, or all with --isolation=server."
                                    .formatted(service, isolation.word()));
                }
            }
        }

        private String services() {
            return manifest.services().stream()
                    .map(Service::name)
                    .collect(Collectors.joining(", "));
        }
    }

    private static Path installation() {
        return Spawning.onPath("initdb")
                .map(Servers::home)
                .filter(Servers::complete)
                .or(Servers::packaged)
                .orElseThrow(() ->
                        Mistake.failure(
                                "No PostgreSQL server is installed here (no initdb on the PATH nor"
                                    + " under /usr/lib/postgresql); leave --postgres=installed away"
                                    + " to use the embedded one."));
    }

    private static Optional<Path> packaged() {
        var places =
                Stream.of(
                                "/usr/lib/postgresql",
                                "/usr/local/pgsql",
                                "/usr/pgsql",
                                "/opt/homebrew/opt")
                        .map(Path::of)
                        .flatMap(Servers::children);
        return places.filter(Servers::complete).max(Comparator.comparing(Servers::number));
    }

    private static Stream<Path> children(Path folder) {
        try (var children = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), children.toList().stream());
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean complete(Path home) {
        return Files.isExecutable(home.resolve("bin/initdb"))
                && Files.isExecutable(home.resolve("bin/pg_ctl"))
                && Files.isExecutable(home.resolve("bin/postgres"));
    }

    /** A server that is told to load what it does not have would not start. */
    private static boolean hasStatistics(Path home) {
        try (var files =
                Files.find(
                        home.resolve("lib"),
                        2,
                        (file, _) ->
                                file.getFileName()
                                        .toString()
                                        .matches(STATISTICS + "\\.(so|dylib)"))) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static int number(Path home) {
        var digits = home.getFileName().toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static Path home(Path initdb) {
        try {
            return initdb.toRealPath().getParent().getParent();
        } catch (IOException e) {
            return initdb.getParent().getParent();
        }
    }
}
