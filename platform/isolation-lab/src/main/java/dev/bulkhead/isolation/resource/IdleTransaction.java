package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Leaves a transaction idle for longer than the role's limit; takes one session for that time, a
 * minute at most.
 */
final class IdleTransaction implements ResourceProbe {

    private static final String LIMIT = "idle_in_transaction_session_timeout";

    private final boolean lifted;

    private IdleTransaction(boolean lifted) {
        this.lifted = lifted;
    }

    static IdleTransaction asProvisioned() {
        return new IdleTransaction(false);
    }

    static IdleTransaction afterLiftingTheLimit() {
        return new IdleTransaction(true);
    }

    @Override
    public String id() {
        return lifted ? "K6b" : "K6";
    }

    @Override
    public String title() {
        return lifted
                ? "lift the limit, then leave a transaction idle"
                : "leave a transaction idle beyond its time limit";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var clock = contest.victim()) {
            var longer = TimeLimit.of(attacker, LIMIT).exceeded();
            if (lifted) {
                Sql.run(attacker, "set %s = 0".formatted(LIMIT));
            }
            Sql.run(attacker, "begin");
            Sql.run(clock, "set statement_timeout = 0");
            Sql.run(clock, "select pg_sleep(%s)".formatted(longer));
            Sql.run(attacker, "select 1");
            return Effect.harmed("stayed idle for %s s".formatted(longer));
        } catch (SQLException e) {
            return Effect.stopped(e, false);
        }
    }
}
