package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.ServerBackups;
import dev.bulkhead.cli.backup.ServiceBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backups",
        description =
                "Lists the backups, and what restores have kept where the server runs; or deletes"
                        + " old ones.")
final class BackupsCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            description = "Where they lie (default .bulkhead/backups/logical).")
    private @Nullable Path from;

    @Option(names = "--json", description = "For scripts: all that is known of each.")
    private boolean json;

    @Option(names = "--prune", description = "Delete all but the newest.")
    private boolean prune;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "With --prune: how many of each service stay (default ${DEFAULT-VALUE}).")
    private int keep = 7;

    @Option(names = "--yes", description = "With --prune: do not ask.")
    private boolean yes;

    @Mixin private ServerMixin server = new ServerMixin();

    BackupsCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        var ofServers = new ServerBackups(checkout(), screen, choice(), server.files());
        if (server.given()) {
            return ofServers.list(server.name());
        }
        refuseUnknown(services);
        var backups = new ServiceBackups(checkout(), screen, this::command, from);
        if (prune) {
            if (keep < 1) {
                throw Mistake.usage("--keep %d: at least the newest stays.".formatted(keep));
            }
            var manifest = manifest();
            var consent = Consent.of(screen, manifest);
            return backups.prune(
                    manifest, services, keep, (name, what) -> consent.toChange(name, what, yes));
        }
        var code = backups.list(services, json);
        if (!json) {
            whereItRuns(it -> backups.listKept(it, services));
            if (services.isEmpty()) {
                ofServers.listIfAny();
            }
        }
        return code;
    }
}
