package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.plan.Step;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same two services on every rung, one after the other on one server. */
class RungTests {

    static final String CONTRACT =
            """
            create view ${api_schema}.names with (security_barrier) as
                select id, name from ${prefix}users;
            """;

    static final String READING =
            """
            platform: reading
            server: {max_connections: 60, reserved_connections: 10}
            services:
              people:
                module: people
                pool: 5
                shared: true
              shop:
                module: shop
                pool: 5
            """;

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = new TestPlatform(folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void isProvisionedMigratedAndThenAtRest(Isolation rung) throws Exception {
        var provisioning = ready("platform.yaml", rung);

        assertThat(provisioning.plan().steps()).isEmpty();
        assertThat(provisioning.migrate("payment").applied()).isEmpty();
        assertThat(provisioning.seed("payment", Environment.PROD).rows()).isZero();
        assertThat(provisioning.plan().notes()).hasSize(rung == Isolation.PREFIX ? 1 : 0);
        var payment = provisioning.database("payment");
        try (var connection = user(provisioning, payment)) {
            assertThat(one(connection, "select count(*) from %sorders".formatted(payment.prefix())))
                    .isEqualTo("1");
            assertRefused(connection, "create table t ()", "42501");
            assertRefused(connection, "create temp table t ()", "42501");
            assertRefused(connection, "delete from %s".formatted(payment.historyTable()), "42501");
            assertRefused(connection, "drop table %sorders".formatted(payment.prefix()), "42501");
        }
    }

    @Test
    void onPrefixEverybodyReadsEverything() throws Exception {
        var provisioning = ready("platform.yaml", Isolation.PREFIX);
        var payment = provisioning.database("payment");

        assertThat(payment.user()).isEqualTo("test_user");
        assertThat(provisioning.plan().toSql())
                .startsWith("-- The rung prefix isolates nothing: auth, payment share the user");
        try (var connection = user(provisioning, payment)) {
            assertThat(one(connection, "select count(*) from auth_users")).isEqualTo("0");
            assertRefused(connection, "delete from auth_audit_log", "42501"); // append-only
        }
    }

    @Test
    void onSchemaNobodyReadsAnothersTables() throws Exception {
        var provisioning = ready("platform.yaml", Isolation.SCHEMA);
        var payment = provisioning.database("payment");

        assertThat(payment.database()).isEqualTo("test_db");
        try (var connection = user(provisioning, payment)) {
            assertThat(one(connection, "select current_schemas(false)::text"))
                    .isEqualTo("{payment}");
            assertRefused(connection, "select * from auth.users", "42501");
            assertRefused(connection, "set role payment_owner", "42501");
        }
    }

    @Test
    void aServerOfItsOwnKnowsNobodyElse(@TempDir Path folder) throws Exception {
        try (var second = new TestPlatform(folder)) {
            var manifest = manifest("platform.yaml", Isolation.SERVER);
            var provisioning =
                    new Provisioning(
                            manifest,
                            new DatabaseServers(
                                    null,
                                    Map.of("auth", platform.server, "payment", second.server)),
                            platform.secrets);
            provisioning.apply(_ -> {});

            assertThat(provisioning.plan().servers()).hasSize(2);
            assertThat(provisioning.plan().isEmpty()).isTrue();
            var auth = provisioning.database("auth");
            user(provisioning, auth).close();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            second.server.connect(
                                    "payment_db",
                                    auth.user(),
                                    platform.secrets.password(auth.user())))
                    .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("28000"));
            try (var connection = second.server.connect()) {
                assertThat(
                                one(
                                        connection,
                                        "select count(*) from pg_roles where rolname like 'auth%'"))
                        .isEqualTo("0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"SCHEMA", "DATABASE"})
    void aReaderReadsWhatIsPublishedAndNothingElse(Isolation rung) throws Exception {
        platform.write(
                "people/db/migration/V1__create_users.sql",
                "create table ${prefix}users (id int primary key, name text not null);\n");
        platform.write("people/db/migration/V2__publish_names.sql", CONTRACT);
        platform.write("shop/db/migration/V1__create_goods.sql", "create table goods ();\n");
        platform.write("reading.yaml", READING + "    reads: [people]\n");
        var provisioning = ready("reading.yaml", rung);
        var people = provisioning.database("people");
        var shop = provisioning.database("shop");

        assertThat(provisioning.plan().steps()).isEmpty();
        try (var connection =
                provisioning
                        .server()
                        .connect(
                                people.database(),
                                shop.user(),
                                platform.secrets.password(shop.user()))) {
            assertThat(one(connection, "select count(*) from people_api.names")).isEqualTo("0");
            assertRefused(connection, "select * from people.users", "42501");
            assertRefused(connection, "insert into people_api.names values (1, 'x')", "42501");
        }
        if (rung == Isolation.DATABASE) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            provisioning
                                    .server()
                                    .connect(
                                            shop.database(),
                                            people.user(),
                                            platform.secrets.password(people.user())))
                    .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("28000"));
        }

        platform.write("closed.yaml", READING);
        var closed = ready("closed.yaml", rung);
        assertThat(closed.plan().steps()).isEmpty();
        try (var connection = user(closed, closed.database("people"))) {
            assertThat(
                            one(
                                    connection,
                                    "select has_schema_privilege('shop_user', 'people_api',"
                                            + " 'usage')::text"))
                    .isEqualTo("false");
        }
    }

    /** A manifest may keep its database's name when its rung's word is edited. */
    @Test
    void aPublishedSchemaBelongsToOneRung(@TempDir Path folder) {
        try (var platform = new TestPlatform(folder)) {
            platform.write(
                    "people/db/migration/V1__create_users.sql",
                    "create table ${prefix}users (id int primary key, name text not null);\n");
            platform.write("people/db/migration/V2__publish_names.sql", CONTRACT);
            platform.write("shop/db/migration/V1__create_goods.sql", "create table goods ();\n");
            for (var rung : List.of(Isolation.SCHEMA, Isolation.PREFIX)) {
                platform.write(
                        "reading.yaml",
                        "isolation: %s\ndatabase: reading_db\n".formatted(rung.word())
                                + READING
                                + "    reads: [people]\n");
                var provisioning =
                        new Provisioning(
                                Manifest.read(folder.resolve("reading.yaml")),
                                platform.server,
                                platform.secrets);
                provisioning.apply(_ -> {});
                if (rung == Isolation.SCHEMA) {
                    assertThat(provisioning.migrate("people").applied()).hasSize(2);
                    assertThat(provisioning.migrate("people").applied()).isEmpty();
                } else {
                    assertThatExceptionOfType(ProvisioningFailed.class)
                            .isThrownBy(() -> provisioning.migrate("people"))
                            .withMessageStartingWith(
                                    "people cannot be migrated to the rung prefix: its schema"
                                            + " people_api in reading_db holds the views of another"
                                            + " rung (names).");
                }
            }
        }
    }

    /** Going down a rung must not leave a door open on the one above. */
    @Test
    void leavingARungClosesItsDatabases() throws Exception {
        ready("platform.yaml", Isolation.DATABASE);

        var provisioning = provisioning("platform.yaml", Isolation.SCHEMA);
        var taken = provisioning.apply(_ -> {});

        assertThat(taken)
                .extracting(Step::what)
                .contains(
                        "database auth_db: take everything from auth_user",
                        "role auth_user: set search_path to auth");
        var back = provisioning("platform.yaml", Isolation.DATABASE);
        assertThat(back.apply(_ -> {}))
                .extracting(Step::what)
                .contains("role auth_user: reset search_path (was auth)");
        user(back, back.database("auth")).close();
    }

    static Provisioning ready(String file, Isolation rung) {
        var provisioning = provisioning(file, rung);
        provisioning.apply(_ -> {});
        for (var service : provisioning.manifest().services()) {
            provisioning.migrate(service.name());
            provisioning.seed(service.name(), Environment.PROD);
        }
        return provisioning;
    }

    static Provisioning provisioning(String file, Isolation rung) {
        return new Provisioning(manifest(file, rung), platform.server, platform.secrets);
    }

    static Manifest manifest(String file, Isolation rung) {
        return Manifest.read(platform.folder.resolve(file), rung);
    }

    static Connection user(Provisioning provisioning, ServiceDatabase database)
            throws SQLException {
        return provisioning
                .server(database)
                .connect(
                        database.database(),
                        database.user(),
                        provisioning.secrets().password(database.user()));
    }

    static void assertRefused(Connection connection, String sql, String state) {
        assertThatExceptionOfType(SQLException.class)
                .as(sql)
                .isThrownBy(() -> one(connection, sql))
                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo(state));
    }

    static String one(Connection connection, String sql) throws SQLException {
        return WallTests.one(connection, sql);
    }
}
