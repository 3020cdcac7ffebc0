package dev.bulkhead.toolbox.look;

import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.toolbox.look.ShopPlatform.execute;
import static dev.bulkhead.toolbox.look.ShopPlatform.pid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.embedded.FreePorts;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.look.Health.Trouble.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be found is made, found, removed, and not found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LookingContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "shared_preload_libraries", "pg_stat_statements",
                    "wal_level", "replica",
                    "max_wal_senders", "2",
                    "archive_mode", "on",
                    "archive_command", "true",
                    "min_wal_size", "32MB",
                    "max_wal_size", "32MB");

    private ShopPlatform platform;
    private Provisioning shop;
    private Provisioning prefixed;

    /** Whose programs to use, or null for the embedded ones. */
    abstract @Nullable Path installation();

    abstract int majorVersion();

    @BeforeAll
    void start(@TempDir Path folder) {
        platform = new ShopPlatform(folder, installation(), SETTINGS);
        shop = platform.ready(DATABASE);
        prefixed = platform.ready(PREFIX);
    }

    @AfterAll
    void stop() {
        if (platform != null) {
            assertThat(shop.plan().steps()).isEmpty();
            platform.close();
        }
    }

    // health

    private Health.OfService stock() {
        return Looking.at(shop).only(List.of("stock")).health().services().getFirst();
    }

    private @Nullable Kind trouble() {
        var trouble = stock().trouble();
        return trouble == null ? null : trouble.kind();
    }

    @Test
    void seesThatAllIsWell() {
        var health = Looking.at(shop).health();

        assertThat(health.healthy()).as(health.toString()).isTrue();
        assertThat(health.services())
                .extracting(
                        Health.OfService::service,
                        Health.OfService::user,
                        Health.OfService::connectionLimit,
                        Health.OfService::pool)
                .containsExactly(
                        tuple("stock", "stock_user", 5, 3), tuple("sales", "sales_user", 5, 3));
        assertThat(health.services())
                .allSatisfy(it -> {
                    assertThat(it.roundTripMilliseconds()).isPositive();
                    assertThat(it.loginMilliseconds()).isGreaterThan(it.roundTripMilliseconds());
                    assertThat(it.version()).startsWith(majorVersion() + ".");
                });
        assertThat(health.servers())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.state().maxConnections()).isEqualTo(60);
                    assertThat(it.state().standby()).isFalse();
                    assertThat(it.state().archive().on()).isTrue();
                });
    }

    @Test
    void saysWhyAServiceCannotUseItsDatabase() throws SQLException {
        platform.asAdministrator("postgres", "alter role stock_user password 'another'");
        assertThat(trouble()).isEqualTo(Kind.WRONG_PASSWORD);
        assertThat(stock().trouble().words()).contains("password authentication failed");
        assertThat(Looking.at(shop).health().healthy()).isFalse();
        shop.apply(_ -> {});
        assertThat(trouble()).isNull();

        platform.asAdministrator("postgres", "alter database stock_db rename to elsewhere");
        assertThat(trouble()).isEqualTo(Kind.NO_DATABASE);
        platform.asAdministrator("postgres", "alter database elsewhere rename to stock_db");
        assertThat(trouble()).isNull();

        platform.asAdministrator("stock_db", "revoke usage on schema stock from stock_user");
        assertThat(trouble()).isEqualTo(Kind.PERMISSION_DENIED);
        shop.apply(_ -> {});
        assertThat(trouble()).isNull();

        platform.asAdministrator(
                "stock_db", "alter table stock.flyway_schema_history rename to history");
        assertThat(trouble()).isEqualTo(Kind.NOT_MIGRATED);
        platform.asAdministrator(
                "stock_db", "alter table stock.history rename to flyway_schema_history");
        assertThat(trouble()).isNull();
    }

    @Test
    void saysThatTheConnectionsAreUsedUp() throws SQLException {
        var sessions = new ArrayList<Connection>();
        try {
            for (var i = 0; i < 5; i++) {
                sessions.add(platform.as("stock_user", "stock_db", "stock-service"));
            }
            var full = stock();
            assertThat(full.trouble().kind()).isEqualTo(Kind.TOO_MANY_CONNECTIONS);
            assertThat(full.trouble().words())
                    .contains("too many connections for role \"stock_user\"");
            assertThat(full.connections()).isEqualTo(5);
        } finally {
            for (var it : sessions) {
                it.close();
            }
        }
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(trouble()).isNull();
                    assertThat(stock().connections()).isZero();
                });
    }

    @Test
    void saysThatThereIsNoPasswordFileAndMakesNone() throws IOException {
        var file = platform.secrets.folder().resolve("stock_user");
        var aside = file.resolveSibling("aside");
        Files.move(file, aside);
        try {
            assertThat(trouble()).isEqualTo(Kind.NO_PASSWORD_FILE);
            assertThat(file).doesNotExist();
        } finally {
            Files.move(aside, file);
        }
        assertThat(trouble()).isNull();
    }

    @Test
    void saysThatAServerDoesNotAnswer() {
        var free = FreePorts.next();
        var health =
                Looking.at(platform.on(DATABASE, DatabaseServer.local(free, "postgres", "x")))
                        .health();

        assertThat(health.services())
                .extracting(it -> it.trouble().kind())
                .containsOnly(Kind.NO_ANSWER);
        assertThat(health.servers().getFirst().troubles())
                .containsExactly("No PostgreSQL answers at localhost:%d.".formatted(free));

        var stopped = Looking.at(shop).without(Set.of("postgres")).health();
        assertThat(stopped.services())
                .extracting(it -> it.trouble().kind())
                .containsOnly(Kind.NOT_RUNNING);
        assertThat(stopped.healthy()).isFalse();
    }

    @Test
    void seesThatArchivingFails() throws SQLException {
        archive("false");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(serverTroubles())
                                .singleElement()
                                .asString()
                                .startsWith("Archiving the write-ahead log fails since"));
        archive("true");
        await().atMost(SOON).untilAsserted(() -> assertThat(serverTroubles()).isEmpty());
    }

    private void archive(String command) throws SQLException {
        platform.asAdministrator(
                "postgres",
                "alter system set archive_command = '%s'".formatted(command),
                "select pg_reload_conf()",
                "create table written (id int)",
                "drop table written",
                "select pg_switch_wal()");
    }

    private List<String> serverTroubles() {
        return Looking.at(shop).health().servers().getFirst().troubles();
    }

    @Test
    void seesAReplicationSlotThatHoldsBackTheLog() throws SQLException {
        platform.asAdministrator(
                "postgres", "select pg_create_physical_replication_slot('forgotten', true)");
        try {
            assertThat(serverTroubles()).isEmpty();
            for (var i = 0; i < 6; i++) {
                platform.asAdministrator(
                        "postgres",
                        "create table written (id int)",
                        "drop table written",
                        "select pg_switch_wal()");
            }
            var server = Looking.at(shop).health().servers().getFirst();
            assertThat(server.troubles())
                    .singleElement()
                    .asString()
                    .contains("forgotten", "pg_drop_replication_slot");
            assertThat(server.state().slots().getFirst().heldBytes()).isGreaterThan(64 << 20);
        } finally {
            platform.asAdministrator("postgres", "select pg_drop_replication_slot('forgotten')");
        }
        assertThat(serverTroubles()).isEmpty();
    }

    // sizes

    @Test
    void measuresTablesWithTheirDeadRows() throws SQLException {
        try (var user = platform.as("sales_user", "sales_db", "sales-service")) {
            execute(
                    user,
                    "insert into orders select generate_series(1, 1000)",
                    "delete from orders where id <= 400",
                    "select pg_stat_force_next_flush()");
        }
        await().atMost(SOON)
                .untilAsserted(() -> {
                    var orders = table(shop, "sales", "orders");
                    assertThat(orders.liveRows()).isEqualTo(600);
                    assertThat(orders.deadRows()).isEqualTo(400);
                    assertThat(orders.lastVacuumAt()).isNull();
                    assertThat(orders.heapBytes()).isPositive();
                    assertThat(orders.indexBytes()).isPositive();
                    assertThat(orders.bytes())
                            .isEqualTo(
                                    orders.heapBytes() + orders.indexBytes() + orders.toastBytes());
                });

        platform.asAdministrator("sales_db", "vacuum sales.orders");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    var orders = table(shop, "sales", "orders");
                    assertThat(orders.deadRows()).isZero();
                    assertThat(orders.lastVacuumAt())
                            .isBetween(
                                    Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
                });
        var databases = Looking.at(shop).sizes().databases();
        assertThat(databases)
                .extracting(Sizes.Database::database)
                .containsExactlyInAnyOrder("stock_db", "sales_db");
        assertThat(databases).allSatisfy(it -> assertThat(it.bytes()).isGreaterThan(1 << 20));
    }

    @Test
    void measuresLongValues() throws SQLException {
        var before = table(shop, "stock", "things").toastBytes();
        try (var user = platform.as("stock_user", "stock_db", "stock-service")) {
            execute(
                    user,
                    "insert into things select -1, string_agg(gen_random_uuid()::text, '') from"
                            + " generate_series(1, 5000)");
            assertThat(table(shop, "stock", "things").toastBytes()).isGreaterThan(before + 100_000);
            execute(user, "delete from things where id = -1");
        }
    }

    private static Sizes.Table table(Provisioning provisioning, String service, String table) {
        return Looking.at(provisioning).only(List.of(service)).sizes().tables().stream()
                .filter(it -> it.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsTablesApartByTheirPrefix() {
        assertThat(Looking.at(prefixed).only(List.of("sales")).sizes().tables())
                .extracting(Sizes.Table::service, Sizes.Table::table)
                .containsExactlyInAnyOrder(
                        tuple("sales", "sales_orders"),
                        tuple("sales", "sales_flyway_schema_history"));
    }

    // connections

    @Test
    void countsSessionsByServiceAndState() throws SQLException {
        try (var idle = platform.as("stock_user", "stock_db", "stock-service");
                var open = platform.as("stock_user", "stock_db", "stock-service");
                var stranger = platform.as("postgres", "postgres", "a stranger")) {
            execute(idle, "select 1");
            open.setAutoCommit(false);
            execute(open, "select * from things where name = 'Anna''s secret'");
            var pid = pid(open);
            execute(open, "select * from things where name = 'Anna''s secret'");

            var connections = Looking.at(shop).connections();

            assertThat(connections.uses())
                    .filteredOn(it -> "stock".equals(it.service()))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.role()).isEqualTo("stock_user");
                        assertThat(it.application()).isEqualTo("stock-service");
                        assertThat(it.idle()).isEqualTo(1);
                        assertThat(it.idleInTransaction()).isEqualTo(1);
                        assertThat(it.total()).isEqualTo(2);
                        assertThat(it.pool()).isEqualTo(3);
                        assertThat(it.connectionLimit()).isEqualTo(5);
                    });
            assertThat(connections.uses())
                    .filteredOn(it -> it.application().equals("a stranger"))
                    .singleElement()
                    .matches(it -> it.whose() == Whose.Kind.ADMINISTRATOR && it.service() == null);
            assertThat(connections.idleInTransaction())
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.pid()).isEqualTo(pid);
                        assertThat(it.service()).isEqualTo("stock");
                        assertThat(it.lastStatement())
                                .isEqualTo("select * from things where name = ?");
                        assertThat(it.idleSeconds()).isBetween(0.0, 20.0);
                    });
            assertThat(Looking.at(shop).only(List.of("sales")).connections().idleInTransaction())
                    .isEmpty();
            assertThat(stranger.isValid(1)).isTrue();
            open.rollback();
            assertThat(Looking.at(shop).connections().idleInTransaction()).isEmpty();
        }
    }

    @Test
    void tellsServicesOfOneUserApartByTheirApplication() throws SQLException {
        try (var known = sharing("sales-service");
                var unknown = sharing("who knows")) {
            assertThat(known.isValid(1) && unknown.isValid(1)).isTrue();
            assertThat(Looking.at(prefixed).connections().uses())
                    .filteredOn(it -> it.total() > 0 && it.role().equals("shop_user"))
                    .extracting(
                            Connections.Use::service,
                            Connections.Use::whose,
                            Connections.Use::application)
                    .containsExactly(
                            tuple("sales", Whose.Kind.SERVICE, "sales-service"),
                            tuple(null, Whose.Kind.SHARED, "who knows"));
        }
    }

    private Connection sharing(String application) throws SQLException {
        return platform.as("shop_user", prefixed.databases().getFirst().database(), application);
    }

    // slow

    private SlowStatements.Group statements(Provisioning provisioning, String service) {
        return Looking.at(provisioning).slow(SlowStatements.Order.total, 100).groups().stream()
                .filter(it -> it.services().contains(service))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ranksStatementsByService() throws SQLException {
        Looking.at(shop).forgetStatements();
        try (var stock = platform.as("stock_user", "stock_db", "stock-service");
                var sales = platform.as("sales_user", "sales_db", "sales-service")) {
            execute(stock, "select pg_sleep(0.05)", "select pg_sleep(0.06)");
            execute(stock, "select count(*) from things where name = 'Anna'");
            execute(sales, "select count(*) from orders");
            platform.asAdministrator(
                    "postgres",
                    "create role passing password 'secret-in-clear'",
                    "drop role passing");

            var its = statements(shop, "stock");
            var slowest = its.statements().getFirst();
            assertThat(slowest.text()).isEqualTo("select pg_sleep($1)");
            assertThat(slowest.calls()).isEqualTo(2);
            assertThat(slowest.totalMilliseconds()).isGreaterThan(110);
            assertThat(slowest.meanMilliseconds()).isGreaterThan(55);
            assertThat(slowest.share()).isBetween(0.5, 1.0);
            assertThat(slowest.role()).isEqualTo("stock_user");
            assertThat(its.statements())
                    .extracting(SlowStatements.Statement::text)
                    .contains("select count(*) from things where name = $1")
                    .doesNotContain("select count(*) from orders");
            assertThat(its.statements())
                    .extracting(SlowStatements.Statement::share)
                    .satisfies(shares ->
                            assertThat(shares.stream().mapToDouble(it -> it).sum())
                                    .isBetween(0.9, 1.1));
            var everything = Json.of(Looking.at(shop).slow(SlowStatements.Order.calls, 1000));
            assertThat(everything)
                    .contains("\"administrator\"")
                    .doesNotContain("secret-in-clear", "Anna");

            Looking.at(shop).only(List.of("stock")).forgetStatements();
            assertThat(statements(shop, "stock").statements()).isEmpty();
            assertThat(statements(shop, "sales").statements()).isNotEmpty();
        }
        assertThat(
                        Looking.at(shop)
                                .only(List.of("sales"))
                                .slow(SlowStatements.Order.mean, 1)
                                .groups())
                .singleElement()
                .satisfies(it -> assertThat(it.statements()).hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void saysWhichServicesItCannotTellApart() {
        assertThat(
                        Looking.at(prefixed)
                                .only(List.of("sales"))
                                .slow(SlowStatements.Order.total, 1)
                                .groups())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.whose()).isEqualTo(Whose.Kind.SHARED);
                    assertThat(it.services()).containsExactly("stock", "sales");
                });
    }

    @Test
    void saysThatTheExtensionIsMissing() throws SQLException {
        platform.asAdministrator("postgres", "drop extension pg_stat_statements");
        assertThatExceptionOfType(LookingFailed.class)
                .isThrownBy(() -> Looking.at(shop).slow(SlowStatements.Order.total, 1))
                .withMessage(
                        "PostgreSQL at localhost:%d has loaded pg_stat_statements, but its database postgres lacks the extension: db create makes it."
                                .formatted(platform.server.port()));
        assertThat(shop.plan().toSql()).contains("create extension pg_stat_statements");
        shop.apply(_ -> {});
        assertThat(Looking.at(shop).slow(SlowStatements.Order.total, 1).groups()).isNotEmpty();
    }

    // indexes

    private List<Indexes.Finding> findings(Indexes.Kind kind) {
        return Looking.at(shop).indexes().findings().stream()
                .filter(it -> it.kind() == kind)
                .toList();
    }

    /** Follows a remedy as its owner would. */
    private void remedy(Indexes.Finding finding) throws SQLException {
        try (var owner = platform.as("stock_owner", "stock_db", "remedy")) {
            execute(owner, finding.remedy().split(";(?=.)"));
        }
    }

    private void asOwner(String... statements) throws SQLException {
        try (var owner = platform.as("stock_owner", "stock_db", "migration")) {
            execute(owner, statements);
        }
    }

    @Test
    void findsForeignKeysWithoutAnIndex() throws SQLException {
        assertThat(findings(Indexes.Kind.MISSING)).isEmpty();
        asOwner("drop index parts_thing_id_idx", "create index other on parts (colour, thing_id)");

        var missing = findings(Indexes.Kind.MISSING);

        assertThat(missing)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.service()).isEqualTo("stock");
                    assertThat(it.table()).isEqualTo("parts");
                    assertThat(it.columns()).containsExactly("thing_id");
                    assertThat(it.words()).contains("parts_thing_id_fkey", "things");
                });
        asOwner("create index partly on parts (thing_id) where colour is not null");
        assertThat(findings(Indexes.Kind.MISSING)).hasSize(1);
        asOwner("create index enough on parts (thing_id) where thing_id is not null");
        assertThat(findings(Indexes.Kind.MISSING)).isEmpty();
        asOwner("drop index enough", "drop index partly", "drop index other");
        asOwner(
                "create table wide (a int, b int, constraint wide_key unique (a, b))",
                "create table narrow (a int unique, b int, foreign key (a, b) references wide (a,"
                        + " b))");
        assertThat(findings(Indexes.Kind.MISSING)).hasSize(1);
        asOwner("drop table narrow, wide");
        remedy(missing.getFirst());
        assertThat(findings(Indexes.Kind.MISSING)).isEmpty();
    }

    @Test
    void findsIndexesThatNobodyReads() throws SQLException {
        assertThat(findings(Indexes.Kind.UNUSED)).isEmpty();
        asOwner(
                "create index parts_colour_idx on parts (colour)",
                "create unique index unread on parts (colour, id)");

        var unused = findings(Indexes.Kind.UNUSED);

        assertThat(unused).extracting(Indexes.Finding::index).containsExactly("parts_colour_idx");
        try (var user = platform.as("stock_user", "stock_db", "stock-service")) {
            execute(
                    user,
                    "set enable_seqscan = off",
                    "set enable_bitmapscan = off",
                    "select colour from parts where colour = 'red'",
                    "select pg_stat_force_next_flush()");
        }
        asOwner("drop index unread");
        try (var user = platform.as("stock_user", "stock_db", "stock-service")) {
            execute(
                    user,
                    "set enable_seqscan = off",
                    "select colour from parts where colour = 'red'",
                    "select pg_stat_force_next_flush()");
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(findings(Indexes.Kind.UNUSED)).isEmpty());
        remedy(unused.getFirst());
    }

    @Test
    void findsIndexesThatAnotherMakesSuperfluous() throws SQLException {
        assertThat(findings(Indexes.Kind.DUPLICATE)).isEmpty();
        asOwner(
                "create index twin on parts (thing_id)",
                "create index of_key on parts (id)",
                "create index longer on parts (colour, thing_id)",
                "create index shorter on parts (colour)",
                "create index backwards on parts (colour desc)",
                "create index pattern on parts (colour text_pattern_ops)",
                "create index partial on parts (colour) where thing_id = 1",
                "create unique index unique_colour on parts (colour) where false");

        var duplicates = findings(Indexes.Kind.DUPLICATE);

        assertThat(duplicates)
                .extracting(Indexes.Finding::index, Indexes.Finding::words)
                .containsExactlyInAnyOrder(
                        tuple("twin", "parts_thing_id_idx is on the same columns"),
                        tuple("of_key", "parts_pkey is on the same columns"),
                        tuple("shorter", "longer begins with its columns"));
        for (var it : duplicates) {
            remedy(it);
        }
        assertThat(findings(Indexes.Kind.DUPLICATE)).isEmpty();
        asOwner("drop index longer, backwards, pattern, partial, unique_colour");
    }

    @Test
    void findsIndexesThatWereNeverFinished() throws SQLException {
        asOwner("insert into parts values (1, null, 'red'), (2, null, 'red')");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() ->
                        asOwner(
                                "create unique index concurrently parts_colour_key on parts"
                                        + " (colour)"))
                .matches(it -> "23505".equals(it.getSQLState()));

        var invalid = findings(Indexes.Kind.INVALID);

        assertThat(invalid).extracting(Indexes.Finding::index).containsExactly("parts_colour_key");
        asOwner("delete from parts");
        remedy(invalid.getFirst());
        assertThat(findings(Indexes.Kind.INVALID)).isEmpty();
        asOwner("drop index parts_colour_key");
    }

    @Test
    void estimatesHowMuchOfAnIndexIsEmpty() throws SQLException {
        asOwner(
                "create table many (id int constraint many_pkey primary key)",
                "insert into many select generate_series(1, 100000)",
                "vacuum analyze many");
        assertThat(findings(Indexes.Kind.BLOATED)).isEmpty();
        asOwner("delete from many where id % 10 > 0", "vacuum analyze many");

        var bloated = findings(Indexes.Kind.BLOATED);

        assertThat(bloated)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.index()).isEqualTo("many_pkey");
                    assertThat(it.wastedBytes()).isBetween(it.bytes() / 2, it.bytes());
                    assertThat(it.words()).contains("by an estimate");
                });
        remedy(bloated.getFirst());
        assertThat(findings(Indexes.Kind.BLOATED)).isEmpty();
        asOwner("drop table many");
    }

    // locks

    @Test
    void saysWhoWaitsForWhom() throws SQLException {
        assertThat(Looking.at(shop).locks().waits()).isEmpty();
        asOwner("insert into things values (7, 'seven')");
        try (var first = platform.as("stock_user", "stock_db", "stock-service");
                var second = platform.as("stock_user", "stock_db", "stock-service");
                var third = platform.as("stock_owner", "stock_db", "migration")) {
            execute(first, "set idle_in_transaction_session_timeout = 0");
            first.setAutoCommit(false);
            var blocker = pid(first);
            execute(first, "update things set name = 'mine' where id = 7");
            var waiter = pid(second);
            var altering = pid(third);
            execute(second, "set lock_timeout = 0", "set statement_timeout = 0");
            execute(third, "set lock_timeout = 0");
            var updating = later(second, "update things set name = 'yours' where id = 7");
            await().atMost(SOON).until(() -> Looking.at(shop).locks().waits().size() == 1);
            var truncating = later(third, "truncate things cascade");

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(Looking.at(shop).locks().waits())
                                    .extracting(it -> it.waiting().pid(), it -> it.blocking().pid())
                                    .containsExactlyInAnyOrder(
                                            tuple(waiter, blocker),
                                            tuple(altering, blocker),
                                            tuple(altering, waiter)));
            var waits = Looking.at(shop).locks().waits();
            assertThat(waits.getFirst())
                    .satisfies(it -> {
                        assertThat(it.waiting().service()).isEqualTo("stock");
                        assertThat(it.waiting().statement())
                                .isEqualTo("update things set name = ? where id = ?");
                        assertThat(it.mode()).isEqualTo("ShareLock");
                        assertThat(it.waitedSeconds()).isPositive();
                        assertThat(it.blocking().state()).isEqualTo("idle in transaction");
                        assertThat(it.blocking().statement())
                                .isEqualTo("update things set name = ? where id = ?");
                    });
            assertThat(waits)
                    .filteredOn(it -> it.waiting().pid() == altering)
                    .allMatch(it ->
                            it.mode().equals("AccessExclusiveLock")
                                    && it.on().equals("table stock.things"));
            assertThat(Looking.at(shop).only(List.of("sales")).locks().waits()).isEmpty();

            first.rollback();
            updating.join();
            truncating.join();
            assertThat(Looking.at(shop).locks().waits()).isEmpty();
        }
    }

    /** On a thread of its own: the common pool may have but one. */
    private static CompletableFuture<Void> later(Connection connection, String sql) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        execute(connection, sql);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    // scripts

    @Test
    void givesProgramsNumbersAndMoments() {
        assertThat(Json.of(Looking.at(shop).only(List.of("stock")).health()))
                .startsWith("{\"platform\":\"shop\",\"at\":\"20")
                .contains("\"healthy\":true")
                .containsPattern("\"roundTripMilliseconds\":[0-9.]+,")
                .contains("\"trouble\":null");
        assertThat(Json.of(Looking.at(shop).sizes())).containsPattern("\"indexBytes\":[0-9]+,");
    }
}
