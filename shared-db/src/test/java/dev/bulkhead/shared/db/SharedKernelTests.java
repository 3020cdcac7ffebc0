package dev.bulkhead.shared.db;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.repository.Repository;

/** Keeps the business out of what the services share, and shows that the rules see it come. */
class SharedKernelTests {

    private static final Pattern BUSINESS =
            Pattern.compile(
                    "(Money|Address|Currency|Order|Payment|Customer|Product|Game|Player|Video|User"
                            + "|Account|Session)(s|Id|Status)?|.*(Dto|DTO|Event|Utils?|Status)");

    private static final ArchRule NO_BUSINESS_NOUN = noClasses().should(carryABusinessName());
    private static final ArchRule NO_ENTITY =
            noClasses()
                    .should()
                    .beAnnotatedWith(Entity.class)
                    .orShould()
                    .beAnnotatedWith(MappedSuperclass.class);
    private static final ArchRule NO_REPOSITORY =
            noClasses().should().beAssignableTo(Repository.class);
    private static final ArchRule NO_PROVISIONING =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("dev.bulkhead.provisioning..", "dev.bulkhead.embedded..");
    private static final ArchRule SMALL_SURFACE =
            classes()
                    .that()
                    .arePublic()
                    .should()
                    .haveSimpleNameStartingWith("ViolatedConstraint")
                    .orShould()
                    .haveSimpleName("RowSecurity")
                    .orShould()
                    .haveSimpleName("Tables")
                    .orShould()
                    .haveSimpleName("TimeOrderedIds")
                    .orShould()
                    .haveSimpleName("Write");

    static final ArchRule[] RULES = {
        NO_BUSINESS_NOUN, NO_ENTITY, NO_REPOSITORY, NO_PROVISIONING, SMALL_SURFACE
    };

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.bulkhead.shared.db");

    @Test
    void sharesNoBusiness() {
        assertThat(OURS).isNotEmpty();
        for (var rule : RULES) {
            rule.check(OURS);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Money.class, Row.class, Rows.class, OrderDto.class, PlayerStatus.class})
    void wouldNoticeBusinessThatCrept(Class<?> intruder) {
        var with = new ClassFileImporter().importClasses(intruder);
        assertThat(RULES).anyMatch(rule -> rule.evaluate(with).hasViolation());
    }

    private static ArchCondition<JavaClass> carryABusinessName() {
        return ArchConditions.have(
                new DescribedPredicate<>("a business noun for a name") {
                    @Override
                    public boolean test(JavaClass type) {
                        return BUSINESS.matcher(type.getSimpleName()).matches();
                    }
                });
    }

    record Money(long minor) {}

    @MappedSuperclass
    static class Row {}

    interface Rows extends Repository<Row, Long> {}

    record OrderDto() {}

    enum PlayerStatus {}
}
