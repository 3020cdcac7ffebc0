package dev.bulkhead.cli.screen;

/**
 * Something the person at the keyboard can put right: one sentence (or a few) that says how, and no
 * stack trace.
 */
public final class Mistake extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Mistake(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked for is not possible right now. */
    public static Mistake failure(String message) {
        return new Mistake(message, ExitCode.FAILURE);
    }

    /** What was typed makes no sense. */
    public static Mistake usage(String message) {
        return new Mistake(message, ExitCode.USAGE);
    }

    public int exitCode() {
        return exitCode;
    }
}
