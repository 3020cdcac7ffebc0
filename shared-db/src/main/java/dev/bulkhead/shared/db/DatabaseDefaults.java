package dev.bulkhead.shared.db;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The settings every service shares, below all others in precedence, so that a service, an
 * environment variable or a test changes any of them by naming it.
 */
class DatabaseDefaults implements EnvironmentPostProcessor {

    static final String SOURCE = "shared-db defaults";

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.getPropertySources().contains(SOURCE)) {
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults()));
        }
    }

    private static Map<String, Object> defaults() {
        var defaults = new HashMap<String, Object>();
        defaults.put("bulkhead.db.prefix", "");
        defaults.put("bulkhead.db.owner-role", "${bulkhead.service:service}_owner");

        // A request that cannot get a connection in three seconds is better refused than queued.
        var pool = "spring.datasource.hikari.";
        defaults.put(pool + "pool-name", "${spring.application.name:service}");
        defaults.put(pool + "maximum-pool-size", "${bulkhead.db.pool:10}");
        defaults.put(pool + "minimum-idle", "${bulkhead.db.idle:1}");
        defaults.put(pool + "connection-timeout", 3_000);
        defaults.put(pool + "validation-timeout", 1_000);
        defaults.put(pool + "max-lifetime", 1_800_000);

        // https://jdbc.postgresql.org/documentation/use/#connection-parameters: times in seconds.
        // The server's own limit on statements is 5 s; the socket's is the net below it.
        var driver = pool + "data-source-properties.";
        defaults.put(driver + "ApplicationName", "${spring.application.name:service}");
        defaults.put(driver + "connectTimeout", 3);
        defaults.put(driver + "socketTimeout", 35);
        defaults.put(driver + "tcpKeepAlive", true);
        defaults.put(driver + "reWriteBatchedInserts", true);
        // Otherwise "Key (email)=(anna@example.org) already exists" ends up in the log.
        defaults.put(driver + "logServerErrorDetail", false);

        defaults.put("spring.jpa.open-in-view", false);
        defaults.put("spring.jpa.hibernate.ddl-auto", "validate");
        // Hibernate begins beside the rest; the service is ready when all are.
        defaults.put("spring.data.jpa.repositories.bootstrap-mode", "deferred");
        var hibernate = "spring.jpa.properties.hibernate.";
        defaults.put(hibernate + "jdbc.batch_size", 50);
        defaults.put(hibernate + "order_inserts", true);
        defaults.put(hibernate + "order_updates", true);
        defaults.put(hibernate + "query.in_clause_parameter_padding", true);
        defaults.put(hibernate + "query.fail_on_pagination_over_collection_fetch", true);
        defaults.put(hibernate + "timezone.default_storage", "NORMALIZE_UTC");

        var flyway = "spring.flyway.";
        defaults.put(flyway + "table", "${bulkhead.db.prefix}flyway_schema_history");
        defaults.put(flyway + "clean-disabled", true);
        defaults.put(flyway + "create-schemas", false);
        defaults.put(flyway + "validate-migration-naming", true);
        defaults.put(flyway + "connect-retries", 0);
        defaults.put(flyway + "placeholders.prefix", "${bulkhead.db.prefix}");
        defaults.put(flyway + "placeholders.runtime_role", "${spring.datasource.username:}");
        defaults.put(flyway + "placeholders.owner_role", "${bulkhead.db.owner-role}");
        return defaults;
    }
}
