package dev.bulkhead.shared.web;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What a service gets by having shared-web on its class path; see {@link WebDefaults}. */
@AutoConfiguration(before = {WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@EnableConfigurationProperties(WebLimits.class)
class WebAutoConfiguration {

    /** Ticks in microseconds as timestamptz does, so that a time reads the same when read back. */
    @Bean
    @ConditionalOnMissingBean(InstantSource.class)
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Bean
    StrictJson strictJson() {
        return new StrictJson();
    }

    @Bean
    ExactValues exactValues() {
        return new ExactValues();
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    ProblemHandler problemHandler() {
        return new ProblemHandler();
    }

    @Bean
    ExactIds exactIds() {
        return new ExactIds();
    }

    @Bean
    @ConditionalOnClass(name = "org.springframework.dao.DataAccessException")
    DataProblemHandler dataProblemHandler() {
        return new DataProblemHandler();
    }

    @Bean
    ErrorPage errorPage() {
        return new ErrorPage();
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(WebLimits limits, ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(new BodyLimit(limits, problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return filter;
    }

    @Bean
    FilterRegistrationBean<PlainQueries> plainQueries(ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(new PlainQueries(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 101);
        return filter;
    }

    @Bean
    FilterRegistrationBean<MediaTypeCheck> mediaTypeCheck(ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(new MediaTypeCheck(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 102);
        return filter;
    }

    @Bean
    WebMvcConfigurer callerAndPageParameters() {
        return new WebMvcConfigurer() {

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerResolver());
                resolvers.add(new PageQueryResolver());
            }
        };
    }
}
