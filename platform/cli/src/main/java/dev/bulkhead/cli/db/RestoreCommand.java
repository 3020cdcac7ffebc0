package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.RestoringServers;
import dev.bulkhead.cli.backup.ServiceBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.toolbox.archive.Moment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description =
                "Takes a service back to a backup, while the others serve. It is restored beside"
                        + " what is there, compared, and put in its place within a moment; what was"
                        + " there is kept.")
final class RestoreCommand extends DatabaseCommand {

    @Parameters(index = "0", paramLabel = "SERVICE", arity = "0..1", description = "Whose.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            description = "Which backup; the name is enough for one in the usual folder.")
    private @Nullable String file;

    @Option(
            names = "--into",
            paramLabel = "NAME",
            description =
                    "Into a new database of this name, to look at; only the administrator can"
                            + " connect to it, and the service goes on with its own.")
    private @Nullable String into;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many tables and indexes at once, where the service has a database to"
                            + " itself (default: one per processor, 2 at least).")
    private int jobs = Math.max(2, ServiceBackups.cores());

    @Option(
            names = "--drop-old",
            description =
                    "Do not keep what was there; without FILE: drop what earlier restores have"
                            + " kept.")
    private boolean dropOld;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin private ServerMixin server = new ServerMixin();

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description =
                    "With --server: the moment to go back to, with its time zone, such as"
                            + " \"2026-11-21 10:00:00Z\"; or latest, all that the archive holds"
                            + " (default). The services wait for it; the data until now are kept"
                            + " beside.")
    private @Nullable String to;

    RestoreCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (server.given()) {
            return ofServers();
        }
        if (to != null) {
            throw Mistake.usage(
                    "--to belongs to --server: a service goes back to a backup of its own.");
        }
        if (service.isEmpty()) {
            throw Mistake.usage("Name the service and its backup, or say --server.");
        }
        if (file == null && !dropOld || file != null && into != null && dropOld) {
            throw Mistake.usage(
                    file == null
                            ? "Name the backup; %s lists them.".formatted(command("backups"))
                            : "--into keeps everything, so there is nothing for --drop-old.");
        }
        if (jobs < 1) {
            throw Mistake.usage("--jobs %d: give a number from 1.".formatted(jobs));
        }
        refuseUnknown(List.of(service));
        return reading(this::restore);
    }

    private int ofServers() {
        if (!service.isEmpty() || into != null) {
            throw Mistake.usage("Say --server or name a service, not both.");
        }
        var restoring = new RestoringServers(checkout(), screen, choice(), server.files());
        if (dropOld) {
            return restoring.dropOld(server.name());
        }
        // nothing is destroyed, and production is where it is needed most
        var consent = Consent.of(screen, manifest());
        return restoring.restore(
                server.name(), moment(), (name, what) -> consent.toChange(name, what, yes));
    }

    private Moment moment() {
        try {
            return to == null ? Moment.LATEST : Moment.of(to);
        } catch (IllegalArgumentException e) {
            throw Mistake.usage("--to: " + e.getMessage());
        }
    }

    private int restore(Provisioning provisioning) {
        var place = existing(provisioning, service);
        var backups = new ServiceBackups(checkout(), screen, this::command, null);
        var consent = Consent.of(screen, provisioning.manifest());
        if (file == null) {
            return backups.dropOld(
                    provisioning, place, (name, what) -> consent.toDestroy(name, what, yes));
        }
        if (into != null) {
            return backups.restoreInto(provisioning, place, file, into, jobs);
        }
        if (dropOld) {
            consent.refuseInProduction(
                    "--drop-old would destroy what %s has now".formatted(service));
        }
        return backups.restore(
                provisioning,
                place,
                Objects.requireNonNull(file),
                jobs,
                dropOld,
                // what is there now is kept, and production is where it is needed most
                (name, what) -> consent.toChange(name, what, yes));
    }
}
