package dev.bulkhead.cli.archive;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.platform.DatabaseWork;
import dev.bulkhead.cli.platform.LogTail;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.toolbox.archive.Moment;
import dev.bulkhead.toolbox.archive.Restored;
import dev.bulkhead.toolbox.archive.Restoring;
import dev.bulkhead.toolbox.archive.ServerControl;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Takes servers back to an earlier moment while the services go on, waiting for their database. */
public final class RestoringServers {

    private static final int LOG_LINES = 200;

    private final Checkout checkout;
    private final Screen screen;
    private final DatabaseChoice choice;
    private final ServerBackups backups;
    private final boolean stopped;

    /**
     * @param filesHere the files of a server that somebody else runs, and has stopped
     */
    public RestoringServers(
            Checkout checkout,
            Screen screen,
            DatabaseChoice choice,
            Optional<FilesHere> filesHere) {
        this.checkout = checkout;
        this.screen = screen;
        this.choice = choice;
        this.backups = new ServerBackups(checkout, screen, choice, filesHere);
        this.stopped = filesHere.isPresent();
    }

    /**
     * @param only one server or the service that has it to itself; empty for all of them
     * @param consent is asked with the name to type and with what is about to happen
     */
    public int restore(String only, Moment moment, BiConsumer<String, String> consent) {
        backups.refuseWithoutArchive(only);
        return backups.work()
                .onFiles((manifest, servers) -> {
                    var chosen = backups.chosen(servers, only);
                    for (var it : chosen) {
                        var backup =
                                new Restoring(backups.archive(it, manifest), Optional.empty())
                                        .plan(moment);
                        consent.accept(
                                it.name(),
                                "This takes every database of %s back to %s, beginning with the backup %s; what was written since is put aside"
                                        .formatted(it.name(), moment, backup.label()));
                    }
                    return underLock(manifest, servers, chosen, moment);
                });
    }

    private int underLock(
            Manifest manifest, Servers servers, List<PostgresServer> chosen, Moment moment) {
        try (var lock = checkout.lock()) {
            if (!lock.take()
                    && servers.all().stream()
                            .anyMatch(it -> it.ours() && it.runningNow().isEmpty())) {
                throw Mistake.failure(
                        "Bulkhead is being started or stopped in another terminal; try again in a"
                                + " moment.");
            }
            for (var it : chosen) {
                restore(it, manifest, moment);
            }
        }
        if (stopped) {
            screen.say(
                    "The server recovers to that moment when it is started, which is yours to do.");
            return ExitCode.OK;
        }
        return afterwards(chosen);
    }

    private void restore(PostgresServer server, Manifest manifest, Moment moment) {
        try (var mark = checkout.restoring(server.name())) {
            if (!mark.take()) {
                throw Mistake.failure(server.name() + " is being restored already.");
            }
            var step = screen.step("restore");
            step.doing(server.name());
            Restored restored;
            var ran = server.runningNow().isPresent();
            try {
                restored =
                        new Restoring(
                                        backups.archive(server, manifest),
                                        stopped
                                                ? Optional.empty()
                                                : Optional.of(new Control(server)))
                                .to(moment, it -> step.doing(server.name() + ", " + it));
            } catch (RuntimeException e) {
                step.failed(server.name());
                if (!ran) {
                    server.stop();
                }
                throw e;
            }
            step.done(
                    "%s to %s%s"
                            .formatted(
                                    server.name(),
                                    moment,
                                    stopped
                                            ? ""
                                            : ", down for " + Screen.seconds(restored.down())));
            restored.lastCommit()
                    .ifPresent(it -> screen.say("     Last commit that is there: " + it));
            restored.aside().ifPresent(it -> sayHowToGoBack(server, it));
            if (!ran) {
                server.stop(); // as it was; what follows starts it again for as long as it takes
            }
        }
    }

    private void sayHowToGoBack(PostgresServer server, Path aside) {
        var data = aside.resolveSibling(backups.required(server).server().data().getFileName());
        screen.say("     The data until now are in " + checkout.shown(aside) + ".");
        if (stopped) {
            return;
        }
        screen.say(
                "     Back to them: ./bulkhead down; mv %s %s; mv %s %s; ./bulkhead up"
                        .formatted(
                                checkout.shown(data),
                                checkout.shown(data) + ".restored",
                                checkout.shown(aside),
                                checkout.shown(data)));
        screen.say("     Delete them: " + choice.command("restore --server --drop-old"));
    }

    /** A restored server knows old passwords and old grants, and its history has a fork now. */
    private int afterwards(List<PostgresServer> chosen) {
        return new DatabaseWork(checkout, screen, choice)
                .onServers((provisioning, servers) -> {
                    var databases = new Databases(provisioning, screen, choice::command);
                    databases.create();
                    var holes = databases.verifyWalls();
                    for (var it : chosen) {
                        backups.backup(
                                backups.chosen(servers, it.name()).getFirst(),
                                provisioning.manifest(),
                                true);
                    }
                    return holes == 0 ? ExitCode.OK : ExitCode.FAILURE;
                });
    }

    /** Deletes what earlier restores have put aside. */
    public int dropOld(String only) {
        return backups.work()
                .onFiles((manifest, servers) -> {
                    for (var server : backups.chosen(servers, only)) {
                        var old = Restoring.aside(backups.required(server).server().data());
                        for (var it : old) {
                            Restoring.delete(it);
                            screen.say("  ok deleted " + checkout.shown(it));
                        }
                        if (old.isEmpty()) {
                            screen.say("No restore has put data of " + server.name() + " aside.");
                        }
                    }
                    return ExitCode.OK;
                });
    }

    private record Control(PostgresServer server) implements ServerControl {

        @Override
        public Optional<Connection> connect() {
            return server.reachable().map(it -> it.server().connect());
        }

        @Override
        public void stop() {
            server.keepPort();
            server.stop();
        }

        @Override
        public void start() {
            server.start();
        }

        @Override
        public String lastWords() {
            return server.files()
                    .map(it -> String.join("\n", LogTail.last(it.log(), LOG_LINES)))
                    .orElse("");
        }
    }
}
