package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
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
    public Probe probe() {
        return lifted
                ? ResourceProbe.called(
                                "K6b",
                                "lift the limit on idle transactions, then leave one idle",
                                "set idle_in_transaction_session_timeout = 0; begin; then wait")
                        .everywhere(Expectation.rightful())
                        .why(
                                "Time limits are for accidents: each session may lift its own, as"
                                        + " G1 shows.")
                        .remedy("Watch pg_stat_activity for old transactions.")
                        .unhardened("Y")
                        .build()
                : ResourceProbe.called(
                                "K6",
                                "leave a transaction idle beyond its time limit",
                                "begin; then wait longer than idle_in_transaction_session_timeout")
                        .everywhere(Expectation.refused("25P03"))
                        .why("A transaction that is left open holds locks and a snapshot.")
                        .remedy("Set idle_in_transaction_session_timeout for each role.")
                        .unhardened("Y")
                        .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.limitedAttacker()) {
            var longer = TimeLimit.of(attacker, LIMIT).exceeded();
            if (lifted) {
                Sql.run(attacker, "set %s = 0".formatted(LIMIT));
            }
            Sql.run(attacker, "begin");
            Arena.pause(longer.movePointRight(3).longValueExact());
            Sql.run(attacker, "select 1");
            return Effect.harmed("stayed idle for %s s".formatted(longer));
        } catch (SQLException e) {
            return Effect.stopped(e, false);
        }
    }

    @Override
    public boolean onlyWaits() {
        return true;
    }
}
