package dev.bulkhead.game.player;

import dev.bulkhead.game.rating.Elo;
import dev.bulkhead.game.rating.RatingRules;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes the ratings of those who finished a game together. */
@Service
public class Ratings {

    private final Players players;
    private final RatingRules rules;

    Ratings(Players players, RatingRules rules) {
        this.players = players;
        this.rules = rules;
    }

    /** What a game changed for one player. */
    public record Change(int before, int after) {}

    /**
     * Rates a game. The players stay locked until the transaction ends, because two games of one
     * player may end at the same time.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<PlayerId, Change> rate(Map<PlayerId, Integer> scores, Instant endedAt) {
        var rated = players.lock(scores.keySet());
        var before =
                rated.stream().map(it -> new Elo.Result(it.rating(), scores.get(it.id()))).toList();
        var after = Elo.after(before, rules.k());
        var changes = new HashMap<PlayerId, Change>();
        for (int i = 0; i < rated.size(); i++) {
            rated.get(i).played(after.get(i), endedAt);
            changes.put(rated.get(i).id(), new Change(before.get(i).rating(), after.get(i)));
        }
        return changes;
    }
}
