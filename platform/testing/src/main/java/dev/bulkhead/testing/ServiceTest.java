package dev.bulkhead.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs a service as production does: over HTTP, on its own PostgreSQL database, as its runtime
 * user.
 *
 * <p>Each top-level test class meets a fresh copy of the migrated and prod-seeded database; the
 * application context is shared. {@link Tokens}, {@link TestDatabase} and a {@code RestTestClient}
 * can be injected.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
public @interface ServiceTest {

    /** The service, as the manifest names it. */
    String value();

    /** Whether the service is to trust {@link Tokens}; the issuer's own tests say no. */
    boolean tokens() default true;

    /** Properties of this test, such as {@code payment.refund.window=1d}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};
}
