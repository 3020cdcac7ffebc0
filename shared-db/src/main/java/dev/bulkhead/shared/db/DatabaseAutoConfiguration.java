package dev.bulkhead.shared.db;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** What a service gets by having shared-db on its class path; see {@link DatabaseDefaults}. */
@AutoConfiguration(
        before = {
            JdbcTemplateAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class,
            FlywayAutoConfiguration.class
        })
class DatabaseAutoConfiguration {

    @Bean
    Tables tables(Environment environment) {
        return new Tables(environment.getProperty("bulkhead.db.prefix", ""));
    }

    @Bean
    @ConditionalOnMissingBean
    PhysicalNamingStrategy physicalNamingStrategy(Tables tables) {
        return new PrefixNamingStrategy(tables.name(""));
    }

    /**
     * Knows PostgreSQL's codes. Spring's own choice takes a lock that was waited for in vain
     * (55P03) for an unknown failure, and the caller got a 500 instead of "try again".
     */
    @Bean
    @ConditionalOnMissingBean
    SQLExceptionTranslator sqlExceptionTranslator() {
        return new SQLErrorCodeSQLExceptionTranslator("PostgreSQL");
    }

    @Bean
    @ConditionalOnMissingBean
    FlywayMigrationStrategy schemaCheck() {
        return new SchemaCheck();
    }

    // Which settings there are is asked when the service starts, not by a condition: Spring AOT
    // answers conditions when the service is built.

    @Bean
    static BeanPostProcessor passwordFromFile(Environment environment) {
        return new BeanPostProcessor() {

            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                var file = environment.getProperty("bulkhead.db.password-file");
                if (file != null && bean instanceof HikariDataSource pool) {
                    pool.setCredentialsProvider(
                            new PasswordFile(
                                    environment.getRequiredProperty("spring.datasource.username"),
                                    Path.of(file)));
                }
                return bean;
            }
        };
    }

    @Bean
    static BeanPostProcessor addressFromFile(Environment environment) {
        var file = environment.getProperty("bulkhead.db.address-file");
        return new FollowingTheAddress(file == null ? null : Path.of(file));
    }
}
