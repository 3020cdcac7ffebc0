package dev.bulkhead.auth;

import dev.bulkhead.testing.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Runs auth-service over HTTP on its own database, with a clock that tests can move. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ServiceTest(
        value = "auth",
        tokens = false,
        // each test class has a database of its own, and so keys of its own
        properties = "bulkhead.auth.signing-key-reread-after=0s")
@Import({MovableClock.class, People.class})
public @interface AuthTest {}
