package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Uses up 20,000 of the server's 2 billion transaction ids, in one session; they cannot be given
 * back. Each brings the next vacuum against wraparound closer, in every database of the server.
 */
final class BurntTransactionIds implements ResourceProbe {

    private static final int IDS = 20_000;

    @Override
    public String id() {
        return "K10";
    }

    @Override
    public String title() {
        return "use up transaction ids";
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
