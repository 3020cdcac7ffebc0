package dev.bulkhead.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.bulkhead.payment.stranger.Order;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.testing.unmarked.Unmarked;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RestController;

/** Each rule is seen to fail once: a rule that matches nothing guards nothing. */
class HouseRulesTests {

    static Stream<Arguments> breaches() {
        return Stream.of(
                Arguments.of(HouseRules.NO_TOOLS, UsesProvisioning.class),
                Arguments.of(HouseRules.NO_FIELD_INJECTION, InjectsFields.class),
                Arguments.of(HouseRules.HIDDEN_EDGES, PublicController.class),
                Arguments.of(HouseRules.PASSED_IN_CLOCK, AsksTheClock.class),
                Arguments.of(HouseRules.PASSED_IN_CLOCK, AsksTheSystem.class),
                Arguments.of(HouseRules.NO_STANDARD_STREAMS, Shouts.class),
                Arguments.of(HouseRules.SPEAKING_NAMES, ThingManager.class),
                Arguments.of(HouseRules.NULL_MARKED_PACKAGES, Unmarked.class),
                Arguments.of(HouseRules.NO_SCHEMA_NAMES, NamesItsSchema.class),
                Arguments.of(
                        HouseRules.noOtherService("dev.bulkhead.auth"),
                        dev.bulkhead.auth.stranger.UsesPayment.class));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void areBrokenByWhatTheyForbid(ArchRule rule, Class<?> breach) {
        var classes = new ClassFileImporter().importClasses(breach);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.allowEmptyShould(true).check(classes))
                .withMessageContaining(breach.getSimpleName());
    }

    @Test
    void areKeptByAModestService() {
        var home = Order.class.getPackageName();
        var classes = new ClassFileImporter().importPackages(home);

        assertThatCode(() -> HouseRules.check(classes, home)).doesNotThrowAnyException();
    }

    @Test
    void doNotPassForWantOfClasses() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> HouseRules.check(Order.class))
                .withMessageContaining("no class");
    }

    @Test
    void areAllNamedWhenBroken() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        HouseRules.check(
                                new ClassFileImporter()
                                        .importClasses(Shouts.class, ThingManager.class),
                                "dev.bulkhead.payment"))
                .withMessageContaining("System.out")
                .withMessageContaining("ThingManager");
    }

    static class UsesProvisioning {
        Environment environment = Environment.DEV;
    }

    static class InjectsFields {
        @Autowired List<String> names = List.of();
    }

    @RestController
    public static class PublicController {}

    static class AsksTheClock {
        Instant when = Instant.now();
    }

    static class AsksTheSystem {
        long when = System.currentTimeMillis();
    }

    static class Shouts {
        void shout() {
            System.out.println("here");
        }
    }

    static class ThingManager {}

    @interface Table {
        String schema() default "";
    }

    @Table(schema = "payment")
    static class NamesItsSchema {}
}
