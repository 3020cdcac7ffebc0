package dev.bulkhead.cli.server;

import dev.bulkhead.cli.process.Running;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.Map;
import java.util.Optional;

/** A server that runs without us and goes on running; only its contents are ours. */
final class ExternalServer implements PostgresServer {

    private final String name;
    private final ServerChoice.External choice;
    private final Map<String, String> environment;

    ExternalServer(String name, ServerChoice.External choice, Map<String, String> environment) {
        this.name = name;
        this.choice = choice;
        this.environment = environment;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ours() {
        return false;
    }

    @Override
    public Optional<Running> runningNow() {
        return Optional.empty();
    }

    @Override
    public void choosePort() {
        // it listens already
    }

    @Override
    public Reached start() {
        return access();
    }

    @Override
    public Optional<Reached> reachable() {
        return Optional.of(access());
    }

    @Override
    public void keepPort() {
        // it is not restarted
    }

    @Override
    public Optional<LocalFiles> files() {
        return Optional.empty();
    }

    @Override
    public void askToStop() {
        // not ours to stop
    }

    @Override
    public void stop() {
        // not ours to stop
    }

    @Override
    public void discard() {
        // not ours to delete
    }

    private Reached access() {
        var networks = choice.binding().networks();
        var password = AdministratorPassword.of(choice, environment);
        return new Reached(
                new DatabaseServer(
                        choice.host(),
                        choice.port(),
                        choice.administrator(),
                        password,
                        networks.isEmpty() ? DatabaseServer.LOOPBACK : networks,
                        choice.binding().file(),
                        choice.tls()),
                "your server at " + choice.host() + ":" + choice.port());
    }
}
