package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "db",
        sortOptions = false,
        subcommands = RotatePasswordCommand.class,
        description = {
            "Works on the databases without starting the services; a server of ours is started for"
                    + " as long as it takes.",
            "",
            "  create    roles, databases, schemas, grants and limits, as the manifest says",
            "  migrate   run the migrations that have not run",
            "  seed      put in the rows that --env asks for, where they are missing",
            "  prepare   create, migrate and seed, and look at the walls once more; 1 where one has"
                    + " a hole",
            "  status    which migrations ran, and what separates the server from the manifest; 1"
                    + " when something does",
            "  orphans   ids of other services' rows that lead nowhere, for each reference that the"
                    + " manifest names; 1 when there are any",
            "",
            "  rotate-password    new passwords under running services; --help after it explains",
            ""
        })
final class DbCommand implements Callable<Integer> {

    enum Task {
        create,
        migrate,
        seed,
        prepare,
        status,
        orphans
    }

    @Parameters(
            paramLabel = "create|migrate|seed|prepare|status|orphans",
            arity = "0..1", // none beside a subcommand
            description = "What to do.")
    private @Nullable Task task;

    @Option(
            names = "--dry-run",
            description = "With create and migrate: only print what would be done.")
    private boolean dryRun;

    @Mixin private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = "--env",
            paramLabel = "dev|prod",
            description = "Which seeds (default ${DEFAULT-VALUE}).")
    private Seeds seeds = Seeds.dev;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    DbCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var chosen = task;
        if (chosen == null) {
            throw Mistake.usage(
                    "Say what to do: create, migrate, seed, prepare, status, orphans or"
                            + " rotate-password.");
        }
        if (dryRun && chosen != Task.create && chosen != Task.migrate) {
            throw Mistake.usage("--dry-run goes with create and migrate only.");
        }
        var work = databases.work(checkout, screen);
        return dryRun || chosen == Task.status || chosen == Task.orphans
                ? work.reading(it -> look(chosen, databases(it)))
                : work.changing(it -> work(chosen, databases(it)));
    }

    private Databases databases(Provisioning provisioning) {
        return new Databases(provisioning, screen, databases.choice()::command);
    }

    private int look(Task chosen, Databases databases) {
        if (chosen == Task.create) {
            screen.say(databases.plan().toSql().stripTrailing());
            return ExitCode.OK;
        }
        if (chosen == Task.orphans) {
            return show(databases.orphans());
        }
        return show(databases.status(), chosen == Task.status ? ExitCode.FAILURE : ExitCode.OK);
    }

    private int work(Task chosen, Databases databases) {
        switch (chosen) {
            case create -> {
                databases.create();
                if (databases.status().pending() > 0) {
                    screen.say("Next: " + command("migrate"));
                }
            }
            case migrate -> databases.migrate();
            case seed -> databases.seed(seeds);
            case prepare -> {
                databases.create();
                databases.migrate();
                databases.seed(seeds);
                return databases.verifyWalls() > 0 ? ExitCode.FAILURE : ExitCode.OK;
            }
            case status, orphans -> throw new IllegalStateException("it changes nothing");
        }
        return ExitCode.OK;
    }

    private int show(Databases.Orphans orphans) {
        if (orphans.references() == 0) {
            screen.say("The manifest names no references, so there is nothing to check.");
            return ExitCode.OK;
        }
        screen.say(orphans.table());
        screen.say("");
        screen.say(
                switch ((int) Math.min(orphans.found(), 2)) {
                    case 0 -> "Every id leads somewhere.";
                    case 1 -> "1 id leads nowhere.";
                    default -> orphans.found() + " ids lead nowhere.";
                });
        return orphans.found() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private int show(Databases.Status status, int whenBehind) {
        if (!status.missing()) {
            screen.say(status.migrations());
            screen.say("");
        }
        screen.say(
                status.plan().isEmpty()
                        ? "The server is as the manifest says."
                        : status.plan().steps().size()
                                + " changes separate the server from the manifest; "
                                + command("create --dry-run")
                                + " lists them.");
        screen.say(
                status.pending() == 0
                        ? status.missing()
                                ? "No database has been created yet; "
                                        + command("create")
                                        + " does."
                                : "No migration is pending."
                        : status.pending()
                                + " migrations are pending; "
                                + command("migrate")
                                + " runs them.");
        return status.upToDate() ? ExitCode.OK : whenBehind;
    }

    private String command(String verb) {
        return databases.choice().command(verb);
    }
}
