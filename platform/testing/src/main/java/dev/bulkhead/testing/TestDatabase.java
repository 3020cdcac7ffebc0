package dev.bulkhead.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A service's database, for looking behind its back.
 *
 * <p>Tests that arrange rows do so as the owner or the administrator; what the service itself could
 * do is tried as the runtime user.
 */
public final class TestDatabase {

    /** The owner's connection limit; more would only be refused. */
    private static final int CONNECTIONS = 2;

    private static final long IDLE_MILLISECONDS = 10_000;

    private final Provisioning provisioning;
    private final ServiceDatabase template;
    private final ServiceDatabase database;
    private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();

    /** Whether no test class has been given this copy yet. */
    private boolean untouched;

    TestDatabase(Provisioning provisioning, ServiceDatabase template, ServiceDatabase database) {
        this.provisioning = provisioning;
        this.template = template;
        this.database = database;
    }

    /** As the service: what is refused here is refused to it. */
    public JdbcClient asRuntime() {
        return as(database.user());
    }

    /** As the role that migrates. */
    public JdbcClient asOwner() {
        return as(database.owner());
    }

    /** As superuser, in the service's database. */
    public JdbcClient asAdmin() {
        return as(provisioning.server().administrator());
    }

    /** As the service, in one transaction and in this name. */
    public <T> T asRuntime(Acting name, Function<JdbcClient, T> work) {
        return as(database.user(), name, work);
    }

    /** As the role that migrates, in one transaction and in this name. */
    public <T> T asOwner(Acting name, Function<JdbcClient, T> work) {
        return as(database.owner(), name, work);
    }

    public ServiceDatabase names() {
        return database;
    }

    String url() {
        return provisioning.server().url(database.database());
    }

    Provisioning provisioning() {
        return provisioning;
    }

    /** Makes it a fresh copy for a test class, unless it is one. */
    synchronized void handOut() {
        if (!untouched) {
            refresh();
        }
        untouched = false;
    }

    /** Throws away whatever tests have left. */
    public synchronized void refresh() {
        untouched = true;
        provisioning.replaceByCopy(template, database);
        pools.values().forEach(it -> it.getHikariPoolMXBean().softEvictConnections());
    }

    void close() {
        pools.values().forEach(HikariDataSource::close);
    }

    private JdbcClient as(String role) {
        return client(pools.computeIfAbsent(role, this::pool));
    }

    private JdbcClient client(DataSource pool) {
        var client = JdbcClient.create(pool);
        return database.prefix().isEmpty()
                ? client
                : PrefixedClient.of(client, database.prefix(), tables(client));
    }

    private Set<String> tables(JdbcClient client) {
        return client.sql("select tablename from pg_tables where schemaname = ?")
                .param(database.schema())
                .query(String.class)
                .set();
    }

    private <T> T as(String role, Acting name, Function<JdbcClient, T> work) {
        var pool = pools.computeIfAbsent(role, this::pool);
        var transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        return transaction.execute(_ -> {
            var client = client(pool);
            if (!name.setting().isEmpty()) {
                client.sql("select set_config(?, ?, true)")
                        .params(name.setting(), name.value())
                        .query(String.class)
                        .single();
            }
            return work.apply(client);
        });
    }

    private HikariDataSource pool(String role) {
        var config = new HikariConfig();
        config.setPoolName("test-" + role);
        config.setJdbcUrl(url());
        config.setUsername(role);
        config.setPassword(
                role.equals(provisioning.server().administrator())
                        ? provisioning.server().password()
                        : provisioning.secrets().password(role));
        if (role.equals(provisioning.server().administrator())) {
            // the search path of a role of the service is the server's business
            config.addDataSourceProperty("currentSchema", database.schema());
        }
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MILLISECONDS);
        config.addDataSourceProperty("ApplicationName", "test");
        return new HikariDataSource(config);
    }
}
