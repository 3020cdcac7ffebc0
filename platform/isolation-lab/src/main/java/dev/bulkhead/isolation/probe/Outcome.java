package dev.bulkhead.isolation.probe;

/**
 * What became of an attempt.
 *
 * @param sqlState PostgreSQL's code; empty unless refused. 01006 and 01007 are warnings: success is
 *     reported and nothing done. Where a resource was taken it is what the victim was refused with
 * @param atConnect whether it was refused at the door already
 * @param words what the server said, or what was obtained
 * @param statement what was tried, all names filled in
 */
public record Outcome(
        Kind kind, String sqlState, boolean atConnect, String words, String statement) {

    /** The four ways an attempt ends. */
    public enum Kind {
        WORKED,
        REFUSED,
        /** No error, and no effect. */
        NOTHING,
        NOT_APPLICABLE
    }

    public static Outcome worked(String obtained, String statement) {
        return new Outcome(Kind.WORKED, "", false, obtained, statement);
    }

    public static Outcome refused(String sqlState, String words, String statement) {
        return new Outcome(Kind.REFUSED, sqlState, false, words, statement);
    }

    public static Outcome refusedAtConnect(String sqlState, String words, String statement) {
        return new Outcome(Kind.REFUSED, sqlState, true, words, statement);
    }

    public static Outcome nothing(String words, String statement) {
        return new Outcome(Kind.NOTHING, "", false, words, statement);
    }

    public static Outcome notApplicable(String reason) {
        return new Outcome(Kind.NOT_APPLICABLE, "", false, reason, "");
    }

    /**
     * Short enough for a table: {@code Y}, {@code 42501}, {@code c28000}, {@code no}, {@code –}.
     */
    public String code() {
        return code(kind, sqlState, atConnect);
    }

    static String code(Kind kind, String sqlState, boolean atConnect) {
        return switch (kind) {
            case WORKED -> "Y";
            case REFUSED -> (atConnect ? "c" : "") + sqlState;
            case NOTHING -> "no";
            case NOT_APPLICABLE -> "–";
        };
    }
}
