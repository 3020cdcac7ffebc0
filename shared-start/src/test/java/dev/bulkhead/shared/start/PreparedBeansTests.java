package dev.bulkhead.shared.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;

class PreparedBeansTests {

    @Test
    void theBuildWritesDownWhatConditionsAskedForAndWhatTheyWereTold() throws IOException {
        var decided = build(Map.of("lamp.color", "red"));

        assertThat(decided).containsEntry("lamp.color", "red").containsEntry("lamp.on", "");
    }

    @Test
    void theBuildAsksForNothingElse() throws IOException {
        var decided = build(Map.of("lamp.color", "red", "lamp.price", "3"));

        assertThat(decided).doesNotContainKey("lamp.price");
    }

    @Test
    void theSameAnswersLetAServiceStartWithThem() throws IOException {
        var decided = build(Map.of("lamp.color", "red"));

        assertThat(changed(decided, Map.of("lamp.color", "red", "lamp.price", "3"))).isEmpty();
    }

    @Test
    void anotherAnswerDoesNot() throws IOException {
        var decided = build(Map.of("lamp.color", "red"));

        assertThat(changed(decided, Map.of("lamp.color", "blue"))).containsExactly("lamp.color");
        assertThat(changed(decided, Map.of("lamp.color", "red", "lamp.on", "true")))
                .containsExactly("lamp.on");
        assertThat(changed(decided, Map.of())).containsExactly("lamp.color");
    }

    @Test
    void anotherAddressOrNumberIsTheSameAnswerButNoneIsNot() throws IOException {
        var decided = build(Map.of("lamp.color", "http://localhost:1"));

        assertThat(changed(decided, Map.of("lamp.color", "https://example.org"))).isEmpty();
        assertThat(changed(decided, Map.of("lamp.color", "8080"))).isEmpty();
        assertThat(changed(decided, Map.of())).containsExactly("lamp.color");
    }

    private static Properties build(Map<String, Object> settings) throws IOException {
        var files = new InMemoryGeneratedFiles();
        try (var context = new AnnotationConfigApplicationContext()) {
            var sources = context.getEnvironment().getPropertySources();
            sources.addFirst(new MapPropertySource("settings", settings));
            sources.addFirst(new AskedSettings());
            context.register(Lamps.class);
            var generation =
                    new DefaultGenerationContext(
                            new ClassNameGenerator(ClassName.get(Lamps.class)), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
        }
        var decided = new Properties();
        try (var text =
                files.getGeneratedFile(Kind.RESOURCE, DecidedSettings.FILE).getInputStream()) {
            decided.load(text);
        }
        return decided;
    }

    private static Iterable<String> changed(Properties decided, Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        return PreparedBeans.changed(decided, environment);
    }

    @Configuration
    static class Lamps {

        @Bean
        @ConditionalOnProperty("lamp.on")
        String light() {
            return "on";
        }

        @Bean
        @ConditionalOnProperty(name = "lamp.color", havingValue = "red")
        String red() {
            return "red";
        }
    }
}
