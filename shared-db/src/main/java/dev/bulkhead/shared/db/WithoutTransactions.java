package dev.bulkhead.shared.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ClassFilters;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.io.ClassPathResource;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.util.ClassUtils;

/**
 * Which beans have no transactions. Spring looks for {@code @Transactional} at every method of
 * every bean when a service starts, a twelfth of what the start takes; so it is done when the
 * service is built, and what was found to have none is passed over when it starts with prepared
 * beans.
 */
class WithoutTransactions {

    static final String FILE = "META-INF/bulkhead/without-transactions";

    static class WrittenDown implements BeanFactoryInitializationAotProcessor {

        @Override
        public BeanFactoryInitializationAotContribution processAheadOfTime(
                ConfigurableListableBeanFactory beans) {
            // With methods that are not public as well: so does Spring when it starts.
            var advisor = new BeanFactoryTransactionAttributeSourceAdvisor();
            advisor.setTransactionAttributeSource(new AnnotationTransactionAttributeSource(false));
            var without = new TreeSet<String>();
            for (var name : beans.getBeanDefinitionNames()) {
                var type = beans.getType(name, false);
                if (type != null) {
                    var written = ClassUtils.getUserClass(type);
                    if (!AopUtils.canApply(advisor, written)) {
                        without.add(written.getName());
                    }
                }
            }
            return (context, _) ->
                    context.getGeneratedFiles().addResourceFile(FILE, String.join("\n", without));
        }
    }

    static class PassedOver implements BeanPostProcessor, PriorityOrdered {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof BeanFactoryTransactionAttributeSourceAdvisor advisor
                    && AotDetector.useGeneratedArtifacts()) {
                advisor.setClassFilter(
                        ClassFilters.intersection(
                                new OtherThan(read()), advisor.getPointcut().getClassFilter()));
            }
            return bean;
        }

        /** There before the first bean asks for its advice. */
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    private record OtherThan(Set<String> without) implements ClassFilter {

        @Override
        public boolean matches(Class<?> type) {
            return !without.contains(ClassUtils.getUserClass(type).getName());
        }
    }

    private static Set<String> read() {
        var file = new ClassPathResource(FILE);
        if (!file.exists()) {
            return Set.of();
        }
        try {
            return file.getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WithoutTransactions() {}
}
