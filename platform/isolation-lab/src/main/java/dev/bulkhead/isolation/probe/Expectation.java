package dev.bulkhead.isolation.probe;

import dev.bulkhead.isolation.probe.Outcome.Kind;

/**
 * What an attempt is known to end in, and what that means.
 *
 * @param verdict what it means when it does
 */
public record Expectation(Kind kind, String sqlState, boolean atConnect, Verdict verdict) {

    /** PostgreSQL refuses it. */
    public static Expectation refused(String sqlState) {
        return new Expectation(Kind.REFUSED, sqlState, false, Verdict.HELD);
    }

    /** PostgreSQL does not let the attacker in. */
    public static Expectation refusedAtConnect(String sqlState) {
        return new Expectation(Kind.REFUSED, sqlState, true, Verdict.HELD);
    }

    /** It is answered, with nothing in the answer. */
    public static Expectation nothing() {
        return new Expectation(Kind.NOTHING, "", false, Verdict.HELD);
    }

    public static Expectation rightful() {
        return new Expectation(Kind.WORKED, "", false, Verdict.RIGHTFUL);
    }

    public static Expectation open() {
        return new Expectation(Kind.WORKED, "", false, Verdict.OPEN);
    }

    public static Expectation limit() {
        return new Expectation(Kind.WORKED, "", false, Verdict.LIMIT);
    }

    public static Expectation notApplicable() {
        return new Expectation(Kind.NOT_APPLICABLE, "", false, Verdict.NOT_APPLICABLE);
    }

    public boolean isMetBy(Outcome outcome) {
        return kind == outcome.kind()
                && sqlState.equals(outcome.sqlState())
                && atConnect == outcome.atConnect();
    }

    /** In the same letters as {@link Outcome#code}. */
    public String code() {
        return Outcome.code(kind, sqlState, atConnect);
    }
}
