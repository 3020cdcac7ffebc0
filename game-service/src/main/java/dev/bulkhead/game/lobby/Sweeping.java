package dev.bulkhead.game.lobby;

import dev.bulkhead.game.ticker.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Marks abandoned lobbies as closed. They cannot be joined from the moment they expire; this only
 * tidies up, so it does not matter which instance does it, or when.
 */
@Configuration(proxyBeanMethods = false)
class Sweeping {

    @Bean
    Ticker lobbySweeper(GatheringPlayers gathering, LobbyRules rules) {
        return new Ticker("lobby-sweeper", rules.sweep(), gathering::closeExpired);
    }
}
