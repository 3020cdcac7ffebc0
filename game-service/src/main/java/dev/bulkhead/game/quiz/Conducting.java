package dev.bulkhead.game.quiz;

import dev.bulkhead.game.ticker.Ticker;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens and closes questions when it is time. Every instance does; a game that another one has
 * locked is skipped, so that each step is taken once, and one broken game holds up no other.
 */
@Configuration(proxyBeanMethods = false)
class Conducting {

    private static final Logger log = LoggerFactory.getLogger(Conducting.class);

    private final PlayingGames playing;
    private final InstantSource clock;

    Conducting(PlayingGames playing, InstantSource clock) {
        this.playing = playing;
        this.clock = clock;
    }

    @Bean
    Ticker conductor(GameRules rules) {
        return new Ticker("conductor", rules.tick(), this::conduct);
    }

    void conduct() {
        var now = clock.instant();
        for (var game : playing.due(now)) {
            try {
                playing.advanceUnlessLocked(game, now);
            } catch (RuntimeException e) {
                log.warn("Game {} could not be moved on and is tried again", game.id(), e);
            }
        }
    }
}
