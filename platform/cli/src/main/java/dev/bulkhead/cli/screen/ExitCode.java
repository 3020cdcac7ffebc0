package dev.bulkhead.cli.screen;

/** What {@code ./bulkhead} returns; 128 plus the signal's number when one ended it. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;

    /** PostgreSQL refused what {@code isolation try} was told to try. */
    public static final int REFUSED = 3;

    private ExitCode() {}
}
