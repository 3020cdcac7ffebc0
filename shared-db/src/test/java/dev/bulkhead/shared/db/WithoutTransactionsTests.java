package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.transaction.annotation.Transactional;

class WithoutTransactionsTests {

    @Test
    void theBuildWritesDownWhichBeansHaveNone() throws IOException {
        assertThat(written()).contains(Sums.class.getName(), Services.class.getName());
    }

    @Test
    void noneWithATransactionIsAmongThem() throws IOException {
        assertThat(written()).doesNotContain(OfAMethod.class.getName(), OfAClass.class.getName());
    }

    @Test
    void whatABeanIsOnlyKnownByStandsForNothingElse() throws IOException {
        assertThat(written())
                .contains(Store.class.getName())
                .doesNotContain(Stored.class.getName());
    }

    private static List<String> written() throws IOException {
        var files = new InMemoryGeneratedFiles();
        try (var context = new AnnotationConfigApplicationContext()) {
            context.register(Services.class);
            var generation =
                    new DefaultGenerationContext(
                            new ClassNameGenerator(ClassName.get(Services.class)), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
        }
        try (var text =
                files.getGeneratedFile(Kind.RESOURCE, WithoutTransactions.FILE).getInputStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Configuration
    static class Services {

        @Bean
        Sums sums() {
            return new Sums();
        }

        @Bean
        OfAMethod ofAMethod() {
            return new OfAMethod();
        }

        @Bean
        OfAClass ofAClass() {
            return new OfAClass();
        }

        @Bean
        Store store() {
            return new Stored();
        }
    }

    static class Sums {

        int sum() {
            return 0;
        }
    }

    static class OfAMethod {

        @Transactional
        void write() {}
    }

    @Transactional
    static class OfAClass {

        void write() {}
    }

    interface Store {

        void write();
    }

    static class Stored implements Store {

        @Override
        @Transactional
        public void write() {}
    }
}
