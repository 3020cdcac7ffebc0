package dev.bulkhead.isolation;

/** What became of an attempt. */
public sealed interface Verdict {

    /** It worked. */
    record Worked() implements Verdict {

        @Override
        public String toString() {
            return "Y";
        }
    }

    /** PostgreSQL refused it, already at the door if {@code atConnect}. */
    record Refused(String sqlState, boolean atConnect) implements Verdict {

        @Override
        public String toString() {
            return (atConnect ? "c" : "") + sqlState;
        }
    }

    static Verdict worked() {
        return new Worked();
    }

    static Verdict refused(String sqlState) {
        return new Refused(sqlState, false);
    }

    static Verdict refusedAtConnect(String sqlState) {
        return new Refused(sqlState, true);
    }
}
