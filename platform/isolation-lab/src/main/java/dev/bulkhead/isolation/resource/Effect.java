package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Verdict;
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
        SENSELESS,

        /** The probe itself did not get so far as to take anything. */
        FAILED
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

    /** No expectation fits it. */
    static Effect failed(SQLException e) {
        return new Effect(Kind.FAILED, state(e), false, "the probe itself failed: " + message(e));
    }

    static Effect senseless(String words) {
        return new Effect(Kind.SENSELESS, "", false, words);
    }

    /** The same, with what had been taken when it came about. */
    Effect after(String taken) {
        return new Effect(kind, sqlState, atConnect, "%s; after %s".formatted(words, taken));
    }

    /**
     * That the victim is harmed, and how it hears of it; with an empty code, that it is measured.
     */
    static Expectation harmed(String sqlState, Verdict verdict) {
        return new Expectation(Outcome.Kind.WORKED, sqlState, false, verdict);
    }

    static Expectation harmedAtConnect(String sqlState, Verdict verdict) {
        return new Expectation(Outcome.Kind.WORKED, sqlState, true, verdict);
    }

    /** In the words of the other probes: the attack worked when the victim felt it. */
    Outcome outcome(String tried) {
        return switch (kind) {
            case UNHARMED -> Outcome.nothing(words, tried);
            case HARMED -> new Outcome(Outcome.Kind.WORKED, sqlState, atConnect, words, tried);
            case STOPPED -> new Outcome(Outcome.Kind.REFUSED, sqlState, atConnect, words, tried);
            case FAILED -> Outcome.refused(sqlState, words, tried);
            case SENSELESS -> Outcome.notApplicable(words);
        };
    }

    private static String state(SQLException e) {
        return String.valueOf(e.getSQLState());
    }

    /** A refusal as part of a sentence. */
    static String line(SQLException e) {
        return "%s %s".formatted(state(e), message(e));
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
