package dev.bulkhead.game.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How event streams behave.
 *
 * @param poll how often each instance asks the database what has changed, while anybody listens
 * @param heartbeat how long a stream is silent at most; it is also how soon a broken connection is
 *     noticed
 * @param perPlayer how many streams one player may have open at each instance
 */
@ConfigurationProperties("bulkhead.game.stream")
record StreamRules(
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("5") int perPlayer) {

    StreamRules {
        if (!poll.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.stream.poll must be positive, but was " + poll);
        }
        if (!heartbeat.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.stream.heartbeat must be positive, but was " + heartbeat);
        }
        if (perPlayer < 1) {
            throw new IllegalArgumentException(
                    "bulkhead.game.stream.per-player must be positive, but was " + perPlayer);
        }
    }
}
