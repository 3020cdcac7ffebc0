package dev.bulkhead.shared.db;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Apart from the rest, because it needs the database that a service may be told to be without. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@ConditionalOnBean(JdbcClient.class)
class RowSecurityAutoConfiguration {

    @Bean
    RowSecurity rowSecurity(JdbcClient jdbc) {
        return new RowSecurity(jdbc);
    }
}
