package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.db.DbCommand;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.embedded.EmbeddedServerFailed;
import dev.bulkhead.provisioning.manifest.InvalidManifest;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.toolbox.archive.ArchiveFailed;
import dev.bulkhead.toolbox.look.LookingFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry point; the {@code bulkhead} script at the repository's root calls it. */
@Command(name = "./bulkhead")
final class Bulkhead {

    private static final List<Class<?>> VERBS =
            List.of(
                    UpCommand.class,
                    DownCommand.class,
                    StatusCommand.class,
                    LogsCommand.class,
                    DbCommand.class,
                    IsolationCommand.class,
                    SecretsCommand.class);

    private Bulkhead() {}

    public static void main(String[] args) {
        var checkout = Checkout.ofThisProcess();
        Logging.toFile(checkout.log("bulkhead"));
        System.exit(commandLine(checkout, Screen.ofThisProcess(), verbs(args)).execute(args));
    }

    /** The one that is asked for: to read the options of all takes an eighth of a short command. */
    static List<Class<?>> verbs(String... args) {
        var first = args.length == 0 ? "" : args[0];
        var asked =
                VERBS.stream()
                        .filter(it -> it.getAnnotation(Command.class).name().equals(first))
                        .toList();
        return asked.isEmpty() ? VERBS : asked;
    }

    static CommandLine commandLine(Checkout checkout) {
        return commandLine(checkout, Screen.ofThisProcess());
    }

    static CommandLine commandLine(Checkout checkout, Screen screen) {
        return commandLine(checkout, screen, VERBS);
    }

    private static CommandLine commandLine(Checkout checkout, Screen screen, List<Class<?>> verbs) {
        var line = new CommandLine(new Bulkhead(), new CommandFactory(checkout, screen));
        verbs.forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(Bulkhead::exitCode)
                .setExecutionExceptionHandler(sentences(checkout))
                .setParameterExceptionHandler(Bulkhead::misunderstood)
                .setUsageHelpWidth(110);
    }

    private static int exitCode(Throwable e) {
        return e instanceof Mistake mistake ? mistake.exitCode() : ExitCode.FAILURE;
    }

    private static int misunderstood(ParameterException e, String[] args) {
        var line = e.getCommandLine();
        var cause = e.getCause() instanceof Mistake mistake ? mistake.getMessage() : e.getMessage();
        line.getErr().println("bulkhead: " + cause);
        line.getErr().println(line.getHelp().synopsis(0).strip() + "   (--help explains)");
        return ExitCode.USAGE;
    }

    /**
     * Whatever goes wrong, a person reads a sentence; what only helps a developer goes to the log.
     */
    private static IExecutionExceptionHandler sentences(Checkout checkout) {
        return (Exception e, CommandLine line, ParseResult _) -> {
            line.getErr().println("bulkhead: " + sentence(e, checkout));
            return exitCode(e);
        };
    }

    private static String sentence(Exception e, Checkout checkout) {
        return switch (e) {
            case Mistake it -> it.getMessage();
            case InvalidManifest it -> "the manifest is refused:\n" + it.getMessage();
            case ProvisioningFailed it -> it.getMessage();
            case ArchiveFailed it -> it.getMessage();
            case LookingFailed it -> it.getMessage();
            case EmbeddedServerFailed it -> withAdvice(it.getMessage());
            default -> unexpected(e, checkout);
        };
    }

    private static String withAdvice(String message) {
        if (message.contains("unshare")) {
            return message
                    + " PostgreSQL does not run as root: use an ordinary user, or allow user"
                    + " namespaces.";
        }
        return message;
    }

    private static String unexpected(Exception e, Checkout checkout) {
        if (String.valueOf(e.getMessage()).contains("No space left on device")) {
            return "the disk is full ("
                    + checkout.state()
                    + "); free some space and run this again.";
        }
        var log = checkout.log("bulkhead");
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        try {
            Files.createDirectories(log.getParent());
            Files.writeString(
                    log,
                    Instant.now() + " unexpected: " + trace,
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            return e + " (and " + log + " cannot be written: " + unwritable.getMessage() + ")";
        }
        return "unexpectedly "
                + e.getClass().getSimpleName()
                + ": "
                + e.getMessage()
                + ". Details: "
                + checkout.shown(log);
    }
}
