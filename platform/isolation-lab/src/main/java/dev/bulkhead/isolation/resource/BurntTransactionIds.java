package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmed;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.sql.SQLException;

/**
 * Uses up 20,000 of the server's 2 billion transaction ids, in one session; they cannot be given
 * back. Each brings the next vacuum against wraparound closer, in every database of the server.
 */
final class BurntTransactionIds implements ResourceProbe {

    private static final int IDS = 20_000;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K10",
                        "use up transaction ids",
                        "do $$ loop pg_current_xact_id(); commit $$, 20,000 times")
                .on(PREFIX, harmed("", Verdict.LIMIT))
                .on(SCHEMA, harmed("", Verdict.LIMIT))
                .on(DATABASE, harmed("", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "Transaction ids are counted for the whole server; when they run short,"
                                + " every database must be vacuumed.")
                .remedy("Watch age(datfrozenxid); leave autovacuum on.")
                .unhardened("Y")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            var age =
                    "select age(datfrozenxid) from pg_database where datname = current_database()";
            var before = Sql.number(victim, age);
            Sql.run(
                    attacker,
                    "do $$ begin for i in 1..%d loop perform pg_current_xact_id(); commit; end loop; end $$"
                            .formatted(IDS));
            var older = Sql.number(victim, age) - before;
            var words = "the victim's database aged by %d transactions".formatted(older);
            return older >= IDS ? Effect.harmed(words) : Effect.unharmed(words);
        }
    }
}
