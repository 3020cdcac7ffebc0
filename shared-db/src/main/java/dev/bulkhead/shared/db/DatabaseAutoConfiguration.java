package dev.bulkhead.shared.db;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLErrorCodes;
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
     * (55P03) for an unknown failure, and the caller got a 500 instead of "try again". The codes
     * are those of Spring's sql-error-codes.xml, written here because reading that file takes a
     * while.
     */
    @Bean
    @ConditionalOnMissingBean
    SQLExceptionTranslator sqlExceptionTranslator() {
        var codes = new SQLErrorCodes();
        codes.setUseSqlStateForTranslation(true);
        codes.setBadSqlGrammarCodes("03000", "42000", "42601", "42602", "42622", "42804", "42P01");
        codes.setDuplicateKeyCodes("21000", "23505");
        codes.setDataIntegrityViolationCodes("23000", "23502", "23503", "23514");
        codes.setDataAccessResourceFailureCodes("53000", "53100", "53200", "53300");
        codes.setCannotAcquireLockCodes("55P03");
        codes.setCannotSerializeTransactionCodes("40001");
        codes.setDeadlockLoserCodes("40P01");
        return new SQLErrorCodeSQLExceptionTranslator(codes);
    }

    @Bean
    static WithoutTransactions.PassedOver withoutTransactions() {
        return new WithoutTransactions.PassedOver();
    }

    @Bean
    @ConditionalOnClass(JpaRepositoryFactoryBean.class)
    static BeanPostProcessor queriesAsWritten() {
        return new QueriesAsWritten();
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
