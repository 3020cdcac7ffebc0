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
import java.util.regex.Pattern;
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
    void theGatewayKnowsNoBusinessNoun() {
        var noun =
                Pattern.compile(
                        "(?i).*\\.[^.]*(payment|order|product|lobby|quiz|player|video|stripe|login)"
                                + "[^.]*");
        noClasses().should().haveNameMatching(noun.pattern()).check(ours);
    }

    @Test
    void featuresDependOnEachOtherInOneDirection() {
        slices().matching("dev.bulkhead.gateway.(*)..").should().beFreeOfCycles().check(ours);
    }

    @Test
    void controllersAreNobodysBusiness() {
        classes().that().areAnnotatedWith(Controller.class).should().bePackagePrivate().check(ours);
    }
}
