package dev.bulkhead.cli.server;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Spawning;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the server that was asked for. */
public final class Servers {

    private final Checkout checkout;
    private final int wantedPort;
    private final int maxConnections;
    private final Supplier<String> password;

    private Servers(
            Checkout checkout, int wantedPort, int maxConnections, Supplier<String> password) {
        this.checkout = checkout;
        this.wantedPort = wantedPort;
        this.maxConnections = maxConnections;
        this.password = password;
    }

    public static Servers of(Checkout checkout, Manifest manifest, Secrets secrets) {
        return new Servers(
                checkout,
                manifest.server().port(),
                manifest.server().maxConnections(),
                () -> secrets.password(Secrets.ADMINISTRATOR));
    }

    /**
     * @param port a fixed port for a server of ours
     * @param reserved ports that others are about to take
     */
    public PostgresServer get(ServerChoice choice, OptionalInt port, Set<Integer> reserved) {
        var serverPort =
                new LocalServer.ServerPort(port.orElse(wantedPort), port.isPresent(), reserved);
        return switch (choice) {
            case ServerChoice.Embedded() ->
                    new LocalServer(
                            checkout,
                            checkout.postgres(),
                            null,
                            serverPort,
                            maxConnections,
                            password);
            case ServerChoice.Installed() -> {
                var home = installation();
                var folder = installed(checkout);
                yield new LocalServer(checkout, folder, home, serverPort, maxConnections, password);
            }
            case ServerChoice.External external -> new ExternalServer(external, System.getenv());
        };
    }

    /** Every server of ours that runs here, whatever was asked for when it was started. */
    public static List<PostgresServer> running(Checkout checkout) {
        var unused = new LocalServer.ServerPort(0, false, Set.of());
        var secrets = new Secrets(checkout.secrets());
        return Stream.of(checkout.postgres(), installed(checkout))
                .<PostgresServer>map(folder ->
                        new LocalServer(
                                checkout,
                                folder,
                                null,
                                unused,
                                0,
                                () -> secrets.password(Secrets.ADMINISTRATOR)))
                .filter(server -> server.runningNow().isPresent())
                .toList();
    }

    private static Path installed(Checkout checkout) {
        return checkout.state().resolve("postgres-installed");
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
