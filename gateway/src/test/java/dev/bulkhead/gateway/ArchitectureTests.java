package dev.bulkhead.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.bulkhead.elsewhere.Neighbour;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;

class ArchitectureTests {

    static final JavaClasses ours =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.bulkhead.gateway");

    static final ArchRule dependsOnNothingElseOfOurs =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            DescribedPredicate.describe(
                                    "are of another module",
                                    (JavaClass it) ->
                                            it.getPackageName().startsWith("dev.bulkhead")
                                                    && !it.getPackageName()
                                                            .startsWith("dev.bulkhead.gateway")));

    static final ArchRule knowsNoBusinessNoun =
            noClasses()
                    .should()
                    .haveNameMatching(
                            "(?i).*\\.[^.]*(payment|order|product|lobby|quiz|player|video|stripe)"
                                    + "[^.]*");

    @Test
    void theRulesSeeTheGateway() {
        assertThat(ours.size()).isGreaterThan(25);
    }

    @Test
    void theGatewayDependsOnNothingElseOfOurs() {
        dependsOnNothingElseOfOurs.check(ours);
        assertThat(
                        getClass()
                                .getClassLoader()
                                .getResource("dev/bulkhead/shared/web/Problems.class"))
                .isNull();
    }

    @Test
    void theRuleFindsWhoDoes() {
        var offender = new ClassFileImporter().importClasses(Offender.class, Neighbour.class);

        assertThat(dependsOnNothingElseOfOurs.evaluate(offender).hasViolation()).isTrue();
    }

    /** Uses a class of another module, as no class of the gateway may. */
    static final class Offender {

        Neighbour neighbour = new Neighbour();
    }

    @Test
    void theGatewayKnowsNoBusinessNoun() {
        knowsNoBusinessNoun.check(ours);

        var offender = new ClassFileImporter().importClasses(PaymentRouteExample.class);
        assertThat(knowsNoBusinessNoun.evaluate(offender).hasViolation()).isTrue();
    }

    static final class PaymentRouteExample {}

    @Test
    void featuresDependOnEachOtherInOneDirection() {
        slices().matching("dev.bulkhead.gateway.(*)..").should().beFreeOfCycles().check(ours);
    }

    @Test
    void controllersAreNobodysBusiness() {
        classes().that().areAnnotatedWith(Controller.class).should().bePackagePrivate().check(ours);
    }
}
