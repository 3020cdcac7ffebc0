package dev.bulkhead.game.lobby;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long lobbies wait for players.
 *
 * @param expiry time without anybody joining, leaving or getting ready, after which an open lobby
 *     counts as closed
 * @param sweep how often each instance marks those that have expired
 */
@ConfigurationProperties("bulkhead.game.lobby")
record LobbyRules(@DefaultValue("30m") Duration expiry, @DefaultValue("30s") Duration sweep) {

    LobbyRules {
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.lobby.expiry must be positive, but was " + expiry);
        }
        if (!sweep.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.lobby.sweep must be positive, but was " + sweep);
        }
    }
}
