package dev.bulkhead.cli.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ends processes: asks first, waits, and kills only what does not listen. */
public final class Ending {

    private static final Duration LAST_RESORT = Duration.ofSeconds(5);
    private static final long GLANCE_MILLIS = 40;

    private Ending() {}

    /** How a process is asked: services by TERM, PostgreSQL by INT (its "fast" shutdown). */
    public enum Request {
        TERM,
        INT
    }

    public enum Outcome {
        /** It was not running any more, or somebody else has its id now. */
        GONE_BEFORE,
        /** It ended when asked. */
        ENDED,
        /** It did not listen within its time and was killed. */
        KILLED,
        /** Even killing did not help within a few seconds. */
        SURVIVED
    }

    public static Outcome end(ProcessIdentity process, Request request, Duration patience) {
        if (!process.alive()) {
            return Outcome.GONE_BEFORE;
        }
        ask(process, request);
        if (until(() -> !process.alive(), patience)) {
            return Outcome.ENDED;
        }
        ProcessHandle.of(process.pid())
                .filter(_ -> process.alive())
                .ifPresent(ProcessHandle::destroyForcibly);
        return until(() -> !process.alive(), LAST_RESORT) ? Outcome.KILLED : Outcome.SURVIVED;
    }

    /** Asks and does not wait. */
    public static void ask(ProcessIdentity process, Request request) {
        if (!process.alive()) {
            return;
        }
        switch (request) {
            case TERM -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
            case INT -> kill("-INT", process.pid());
        }
    }

    /** Waits, looking often, until the condition holds; false when the time is up first. */
    public static boolean until(BooleanSupplier condition, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private static void kill(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
