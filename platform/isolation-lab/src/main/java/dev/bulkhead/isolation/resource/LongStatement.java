package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

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
    public Probe probe() {
        return lifted
                ? ResourceProbe.called(
                                "K5b",
                                "lift the time limit of statements, then run long",
                                "set statement_timeout = 0; select pg_sleep(longer)")
                        .everywhere(Expectation.rightful())
                        .why(
                                "Time limits are for accidents: each session may lift its own, as"
                                        + " G1 shows.")
                        .remedy("Watch pg_stat_activity for old statements.")
                        .unhardened("Y")
                        .build()
                : ResourceProbe.called(
                                "K5",
                                "run a statement beyond its time limit",
                                "select pg_sleep(longer than statement_timeout)")
                        .everywhere(Expectation.refused("57014"), Expectation.rightful())
                        .why(
                                "A request that takes longer than this has lost its caller already."
                                        + " Migrations may run long, so the owner has no limit.")
                        .remedy("Set statement_timeout for the runtime user.")
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
            Sql.run(attacker, "select pg_sleep(%s)".formatted(longer));
            return Effect.harmed("ran for %s s".formatted(longer));
        } catch (SQLException e) {
            return Effect.stopped(e, false);
        }
    }

    @Override
    public Set<Actor> actors() {
        return EnumSet.allOf(Actor.class);
    }

    @Override
    public boolean onlyWaits() {
        return true;
    }
}
