package dev.bulkhead.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

class ServiceTestCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        var test = TestContextAnnotationUtils.findMergedAnnotation(testClass, ServiceTest.class);
        return test == null ? null : new ServiceTestCustomizer(test.value(), test.tokens());
    }
}
