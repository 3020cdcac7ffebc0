package dev.bulkhead.game.support;

import dev.bulkhead.testing.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Runs the service on the real clock, at a pace that does not keep tests waiting. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ServiceTest(
        value = "game",
        properties = {
            "bulkhead.game.pause=150ms",
            "bulkhead.game.tick=50ms",
            "bulkhead.game.stream.poll=50ms",
            "bulkhead.game.stream.heartbeat=300ms",
            "bulkhead.game.stream.per-player=2"
        })
@Import(Table.class)
public @interface GameTest {}
