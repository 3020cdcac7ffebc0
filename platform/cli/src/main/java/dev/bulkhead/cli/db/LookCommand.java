package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Json;
import dev.bulkhead.toolbox.look.Looking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A verb that looks and changes nothing: a table for people, a document for programs.
 *
 * @param <T> what it sees
 */
abstract class LookCommand<T> extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = "--json",
            description =
                    "One line of JSON on standard output and nothing else, for programs. Names of"
                            + " fields say the unit.")
    private boolean json;

    LookCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    abstract T look(Looking looking);

    abstract String page(T seen);

    /** Whether it is worth the exit code 0. */
    boolean fine(T seen) {
        return true;
    }

    @Override
    public Integer call() {
        return onServers(this::look);
    }

    interface Look<T> {
        T at(Looking looking);
    }

    /** Looks with servers that run, or that run for as long as it takes. */
    int onServers(Look<T> look) {
        return reading(
                steps(),
                provisioning -> {
                    databases(provisioning, services); // refuses whom nobody knows
                    var looking = Looking.at(provisioning).only(services);
                    return rounds(() -> look.at(looking));
                });
    }

    int rounds(Supplier<T> look) {
        var seen = look.get();
        screen.say(answer(seen));
        return exitCode(seen);
    }

    final String answer(T seen) {
        return json ? Json.of(seen) : page(seen);
    }

    final int exitCode(T seen) {
        return fine(seen) ? ExitCode.OK : ExitCode.FAILURE;
    }

    final boolean json() {
        return json;
    }

    final List<String> services() {
        return services;
    }

    final Screen steps() {
        return json ? Screen.besideTheAnswer() : screen;
    }
}
