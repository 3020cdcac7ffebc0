package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A verb that may look again and again, until Ctrl-C. */
abstract class WatchCommand<T> extends LookCommand<T> {

    private static final String USUALLY = "2";
    private static final double SHORTEST_SECONDS = 0.1;
    private static final double LONGEST_SECONDS = 86_400;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = USUALLY,
            preprocessor = Attached.class,
            paramLabel = "=SECONDS",
            description =
                    "Look again every two seconds, or every so many, until Ctrl-C: in place on a"
                            + " terminal, one after the other elsewhere.")
    private @Nullable Double seconds;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "With --watch: look so many times, then end.")
    private @Nullable Long times;

    WatchCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    /** {@code --watch auth} names a service, {@code --watch=5} seconds. */
    static final class Attached implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> arguments,
                CommandSpec command,
                ArgSpec option,
                Map<String, Object> info) {
            if (" ".equals(info.get("separator"))) {
                arguments.push(USUALLY);
            }
            return false;
        }
    }

    @Override
    public Integer call() {
        refuseNonsense();
        return super.call();
    }

    private void refuseNonsense() {
        if (times != null && seconds == null) {
            throw Mistake.usage("--times goes with --watch.");
        }
        if (times != null && times < 1) {
            throw Mistake.usage("--times=%d: how should that look?".formatted(times));
        }
        if (seconds != null && !(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS)) {
            throw Mistake.usage(
                    "--watch=%s: the pause is between %s s and a day."
                            .formatted(seconds, SHORTEST_SECONDS));
        }
    }

    @Override
    int rounds(Supplier<T> look) {
        if (seconds == null) {
            return super.rounds(look);
        }
        for (var round = 1L; ; round++) {
            var seen = look.get();
            show(seen);
            if (times != null && round >= times) {
                return exitCode(seen);
            }
            pause(seconds);
        }
    }

    private void show(T seen) {
        if (json()) {
            screen.say(answer(seen));
        } else {
            screen.page(Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n" + answer(seen) + "\n");
        }
    }

    private static void pause(double seconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.round(seconds * 1_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Mistake.failure("Interrupted while watching.");
        }
    }
}
