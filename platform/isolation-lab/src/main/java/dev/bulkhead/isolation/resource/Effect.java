package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * What came of taking too much.
 *
 * @param sqlState with which the victim, or the attacker, was refused; empty if nobody was
 * @param words the server's, or what was measured
 */
record Effect(Kind kind, String sqlState, boolean atConnect, String words) {

    enum Kind {
        /** The attacker took all it could, and the victim did not feel it. */
        UNHARMED,

        /** The victim felt it. */
        HARMED,

        /** The attacker could not take it. */
        STOPPED,

        /** The probe makes no sense here: both share what it would cross. */
        SENSELESS
    }

    static Effect unharmed(String words) {
        return new Effect(Kind.UNHARMED, "", false, words);
    }

    static Effect harmed(String words) {
        return new Effect(Kind.HARMED, "", false, words);
    }

    static Effect harmed(SQLException e, boolean atConnect) {
        return new Effect(Kind.HARMED, state(e), atConnect, message(e));
    }

    static Effect stopped(SQLException e, boolean atConnect) {
        return new Effect(Kind.STOPPED, state(e), atConnect, message(e));
    }

    static Effect senseless(String words) {
        return new Effect(Kind.SENSELESS, "", false, words);
    }

    /** The same, with what had been taken when it came about. */
    Effect after(String taken) {
        return new Effect(kind, sqlState, atConnect, "%s; after %s".formatted(words, taken));
    }

    private static String state(SQLException e) {
        return String.valueOf(e.getSQLState());
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public String toString() {
        return switch (kind) {
            case UNHARMED -> "unharmed";
            case HARMED -> "harmed" + (sqlState.isEmpty() ? "" : " " + sqlState);
            case STOPPED -> (atConnect ? "c" : "") + sqlState;
            case SENSELESS -> "–";
        };
    }
}
