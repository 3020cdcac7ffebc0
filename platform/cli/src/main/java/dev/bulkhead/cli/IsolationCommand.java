package dev.bulkhead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "isolation",
        description = "Looks at the walls between the services.%n",
        subcommands = {
            IsolationCheckCommand.class,
            IsolationTryCommand.class,
            IsolationVerifyCommand.class
        })
final class IsolationCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;
}
