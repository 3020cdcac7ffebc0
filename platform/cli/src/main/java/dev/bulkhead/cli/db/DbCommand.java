package dev.bulkhead.cli.db;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The group of verbs that work on the databases; each line is a verb of its own. */
@Command(
        name = "db",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%n",
        description = {
            "Works on the databases without starting the services; a server of ours is started for"
                    + " as long as it takes. --help after a verb explains it.",
        },
        subcommands = {
            CreateCommand.class,
            MigrateCommand.class,
            SeedCommand.class,
            PrepareCommand.class,
            StatusCommand.class,
            NewCommand.class,
            RollbackCommand.class,
            CleanCommand.class,
            DropCommand.class,
            OrphansCommand.class,
            MoveCommand.class,
            RotatePasswordCommand.class,
            HealthCommand.class,
            SizesCommand.class,
            ConnectionsCommand.class,
            SlowCommand.class,
            IndexesCommand.class,
            LocksCommand.class,
            ShellCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            BackupsCommand.class,
            VerifyBackupCommand.class
        })
public final class DbCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;
}
