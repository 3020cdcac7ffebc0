package dev.bulkhead.game.support;

import dev.bulkhead.testing.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Runs the service on a clock that the test moves, and without a conductor: what the clock makes
 * due must happen all the same, to whoever asks.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ServiceTest(
        value = "game",
        properties = {
            "bulkhead.game.pause=3s",
            "bulkhead.game.tick=1h",
            "bulkhead.game.lobby.sweep=1h",
            "bulkhead.game.stream.poll=50ms"
        })
@Import({Table.class, MovableClock.class})
public @interface ClockedGameTest {}
