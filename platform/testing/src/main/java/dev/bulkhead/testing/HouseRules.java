package dev.bulkhead.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house that a compiler cannot check.
 *
 * <pre>{@code
 * @Test
 * void keepsTheHouseRules() {
 *     HouseRules.check(PaymentServiceApplication.class);
 * }
 * }</pre>
 */
public final class HouseRules {

    private static final String[] SERVICES = {
        "dev.bulkhead.auth..",
        "dev.bulkhead.payment..",
        "dev.bulkhead.game..",
        "dev.bulkhead.media..",
        "dev.bulkhead.gateway.."
    };
    private static final String[] TOOLS = {
        "dev.bulkhead.provisioning..",
        "dev.bulkhead.embedded..",
        "dev.bulkhead.testing..",
        "dev.bulkhead.cli..",
        "dev.bulkhead.isolation.."
    };

    /** A running service holds no code that could create or alter a database. */
    static final ArchRule NO_TOOLS =
            noClasses()
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(TOOLS))
                    .because("a running service holds no code that could alter a database");

    static final ArchRule NO_FIELD_INJECTION =
            noFields()
                    .should()
                    .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                    .orShould()
                    .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                    .orShould()
                    .beAnnotatedWith("jakarta.inject.Inject")
                    .orShould()
                    .beAnnotatedWith("jakarta.annotation.Resource")
                    .orShould()
                    .beAnnotatedWith("jakarta.persistence.PersistenceContext")
                    .because("what a class needs stands in its constructor");

    static final ArchRule HIDDEN_EDGES =
            noClasses()
                    .that()
                    .areMetaAnnotatedWith("org.springframework.stereotype.Controller")
                    .or()
                    .areMetaAnnotatedWith(
                            "org.springframework.web.bind.annotation.ControllerAdvice")
                    .or()
                    .areMetaAnnotatedWith("org.springframework.context.annotation.Configuration")
                    .or()
                    .areAnnotatedWith("jakarta.persistence.Entity")
                    .should()
                    .bePublic()
                    .because("nobody but the framework calls them");

    static final ArchRule PASSED_IN_CLOCK =
            noClasses()
                    .should()
                    .callMethodWhere(asksTheSystemClock())
                    .because("time comes from an InstantSource, so that tests can set it");

    static final ArchRule NO_STANDARD_STREAMS =
            noClasses()
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because("what happens belongs in the log");

    static final ArchRule SPEAKING_NAMES =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Dto")
                    .orShould()
                    .haveSimpleNameEndingWith("DTO")
                    .orShould()
                    .haveSimpleNameEndingWith("Dao")
                    .orShould()
                    .haveSimpleNameEndingWith("Entity")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .because("a name says what a thing is, not which pattern it follows");

    static final ArchRule NULL_MARKED_PACKAGES =
            classes()
                    .should(liveInANullMarkedPackage())
                    .because("then \"may be null\" is written where it is true, and only there");

    static final ArchRule NO_SCHEMA_NAMES =
            noClasses().should(nameASchema()).because("the search path decides where tables live");

    private static final List<ArchRule> RULES =
            List.of(
                    NO_TOOLS,
                    NO_FIELD_INJECTION,
                    HIDDEN_EDGES,
                    PASSED_IN_CLOCK,
                    NO_STANDARD_STREAMS,
                    SPEAKING_NAMES,
                    NULL_MARKED_PACKAGES,
                    NO_SCHEMA_NAMES);

    private HouseRules() {}

    /** Holds the service's classes against every rule, and names each that breaks one. */
    public static void check(Class<?> application) {
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(application.getPackageName());
        check(classes, application.getPackageName());
    }

    static void check(JavaClasses classes, String servicePackage) {
        if (classes.isEmpty()) {
            throw new AssertionError("There is no class in " + servicePackage);
        }
        var breaches =
                Stream.concat(Stream.of(noOtherService(servicePackage)), RULES.stream())
                        .map(rule -> rule.allowEmptyShould(true).evaluate(classes))
                        .filter(EvaluationResult::hasViolation)
                        .map(result -> result.getFailureReport().toString())
                        .toList();
        if (!breaches.isEmpty()) {
            throw new AssertionError(String.join("\n\n", breaches));
        }
    }

    /** What one service must know of another arrives as an event, never as a class. */
    static ArchRule noOtherService(String servicePackage) {
        return noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(SERVICES)
                                .and(not(resideInAPackage(servicePackage + ".."))))
                .because("services share no code but the shared libraries");
    }

    private static DescribedPredicate<JavaMethodCall> asksTheSystemClock() {
        return DescribedPredicate.<JavaMethodCall>describe(
                "asks the system's clock",
                call ->
                        (call.getTargetOwner().getPackageName().equals("java.time")
                                        && call.getName().equals("now")
                                        && call.getTarget().getRawParameterTypes().isEmpty())
                                || (call.getTargetOwner().isEquivalentTo(System.class)
                                        && call.getName().equals("currentTimeMillis")));
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                JavaPackage home = item.getPackage();
                if (!home.isAnnotatedWith(NullMarked.class)) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    item,
                                    item.getName()
                                            + " lives in a package that is not @NullMarked"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> nameASchema() {
        return new ArchCondition<>("name a schema or a catalog") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (var annotation : item.getAnnotations()) {
                    for (var member : List.of("schema", "catalog")) {
                        annotation
                                .get(member)
                                .filter(it -> it instanceof String text && !text.isEmpty())
                                .ifPresent(it ->
                                        events.add(
                                                SimpleConditionEvent.satisfied(
                                                        item,
                                                        "%s names the %s %s"
                                                                .formatted(
                                                                        item.getName(),
                                                                        member,
                                                                        it))));
                    }
                }
            }
        };
    }
}
