package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Runs one statement for longer than the role's limit; takes one session for that time, a minute at
 * most.
 */
final class LongStatement implements ResourceProbe {

    private static final String LIMIT = "statement_timeout";

    private final boolean lifted;

    private LongStatement(boolean lifted) {
        this.lifted = lifted;
    }

    static LongStatement asProvisioned() {
        return new LongStatement(false);
    }

    static LongStatement afterLiftingTheLimit() {
        return new LongStatement(true);
    }

    @Override
    public String id() {
        return lifted ? "K5b" : "K5";
    }

    @Override
    public String title() {
        return lifted ? "lift the limit, then run long" : "run a statement beyond its time limit";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker()) {
            var longer = TimeLimit.of(attacker, LIMIT).exceeded();
            if (lifted) {
                Sql.run(attacker, "set %s = 0".formatted(LIMIT));
            }
            Sql.run(attacker, "select pg_sleep(%s)".formatted(longer));
            return Effect.harmed("ran for %s s".formatted(longer));
        } catch (SQLException e) {
            return Effect.stopped(e, false);
        }
    }
}
