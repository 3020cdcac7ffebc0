package dev.bulkhead.game.rating;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How ratings begin and how fast they move.
 *
 * @param initial rating of a player before the first game
 * @param k the most points one game moves a rating
 */
@ConfigurationProperties("bulkhead.game.rating")
public record RatingRules(@DefaultValue("1200") int initial, @DefaultValue("32") int k) {

    public RatingRules {
        if (initial < 0) {
            throw new IllegalArgumentException(
                    "bulkhead.game.rating.initial must not be negative, but was " + initial);
        }
        if (k < 1) {
            throw new IllegalArgumentException(
                    "bulkhead.game.rating.k must be positive, but was " + k);
        }
    }
}
