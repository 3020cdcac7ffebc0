package dev.bulkhead.game.player;

import dev.bulkhead.game.rating.RatingRules;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Caller;
import java.sql.Timestamp;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Knows everybody who plays. */
@Service
public class Roster {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final RatingRules rules;
    private final InstantSource clock;

    Roster(JdbcClient jdbc, Tables tables, RatingRules rules, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.rules = rules;
        this.clock = clock;
    }

    /** The caller as a player, with the name of the token; entered on first use. */
    @Transactional
    public PlayerId enter(Caller caller) {
        var known =
                jdbc.sql(tables.sql("select username from ${prefix}players where id = :id"))
                        .param("id", caller.id())
                        .query(String.class)
                        .optional();
        if (known.filter(caller.username()::equals).isEmpty()) {
            store(caller);
        }
        return PlayerId.of(caller);
    }

    private void store(Caller caller) {
        // auth-service keeps names unique. Whoever still holds this one here has given it up there
        // and not been back since.
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}players
                                set username = left(username, 150) || ' (' || id || ')'
                                where username = :username and id <> :id
                                """))
                .param("username", caller.username())
                .param("id", caller.id())
                .update();
        jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}players as p (id, username, rating, created_at)
                                values (:id, :username, :rating, :now)
                                on conflict (id) do update set username = excluded.username
                                where p.username <> excluded.username
                                """))
                .param("id", caller.id())
                .param("username", caller.username())
                .param("rating", rules.initial())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
