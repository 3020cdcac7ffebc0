package dev.bulkhead.shared.db;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Apart from the rest, because it needs the database that a service may be told to be without. */
@AutoConfiguration(after = JdbcTemplateAutoConfiguration.class)
@ConditionalOnBean(JdbcTemplate.class)
class RowSecurityAutoConfiguration {

    @Bean
    RowSecurity rowSecurity(JdbcTemplate jdbc) {
        return new RowSecurity(jdbc);
    }
}
