package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.Step;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More services, other names, copies, and servers that cannot be provisioned. */
class GrowthTests {

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = TestPlatform.ready(folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void addsAnotherServiceWithoutTouchingTheOthers() throws Exception {
        Files.createDirectories(platform.folder.resolve("notify-service"));
        var provisioning =
                with("  notify:\n    module: notify-service\n    port: 4000\n    pool: 3\n");
        try (var connection = platform.as("payment_user", "payment_db")) {

            var taken = provisioning.apply(_ -> {});

            assertThat(taken)
                    .extracting(Step::what)
                    .allMatch(it -> it.contains("notify") || it.contains("pg_hba.conf"));
            assertThat(connection.isValid(1)).isTrue();
        }
        platform.as("notify_user", "notify_db").close();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> platform.as("notify_user", "payment_db").close())
                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("28000"));
        assertThat(provisioning.plan().steps()).isEmpty();
    }

    @Test
    void takesReservedWordsOfSqlForNames() throws Exception {
        for (var name : List.of("user", "order", "select")) {
            platform.write(
                    name + "-service/src/main/resources/db/migration/V1__create.sql",
                    "create table ${prefix}things (id int primary key);\n");
            platform.write(
                    name + "-service/src/main/resources/db/seed/prod/things.sql",
                    "insert into ${prefix}things values (1) on conflict do nothing;\n");
        }
        var provisioning =
                with(
                        "  user: {module: user-service, port: 4001, pool: 1}\n"
                                + "  order: {module: order-service, port: 4002, pool: 1,"
                                + " append_only: [things]}\n"
                                + "  select: {module: select-service, port: 4003, pool: 1}\n");
        provisioning.apply(_ -> {});
        for (var name : List.of("user", "order", "select")) {
            provisioning.migrate(name);
            assertThat(provisioning.seed(name, Environment.PROD).rows()).isEqualTo(1);
            try (var connection = platform.as(name + "_user", name + "_db")) {
                assertThat(WallTests.one(connection, "select count(*) from things")).isEqualTo("1");
                assertThat(WallTests.one(connection, "select current_schema()")).isEqualTo(name);
            }
        }
        assertThat(provisioning.plan().steps()).isEmpty();
    }

    @Test
    void twoProvisionersAtOnceDoNotMeet() throws Exception {
        Files.createDirectories(platform.folder.resolve("twin-service"));
        var provisioning = with("  twin:\n    module: twin-service\n    port: 4004\n    pool: 1\n");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Step>> apply = () -> provisioning.apply(_ -> {});
            for (var it : threads.invokeAll(List.of(apply, apply, apply))) {
                it.get();
            }
        }
        assertThat(provisioning.plan().steps()).isEmpty();
    }

    @Test
    void aCopyIsAsWatertightAsItsOriginal() throws Exception {
        var original = platform.database("payment");
        var copy = original.named("payment_copy");
        var provisioning = platform.provisioning();
        provisioning.seed("payment", Environment.DEV);

        provisioning.replaceByCopy(original, copy);
        provisioning.replaceByCopy(original, copy);

        var all = List.of(platform.database("auth"), original, copy);
        provisioning.apply(all, _ -> {});
        try (var connection = platform.as("payment_user", "payment_copy")) {
            assertThat(WallTests.one(connection, "select count(*) from orders")).isEqualTo("3");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> WallTests.execute(connection, "create temp table t ()"));
        }
        assertThat(provisioning.plan(all).steps()).isEmpty();
        assertThat(databases()).doesNotContain("payment_copy_next");

        platform.asAdministrator("postgres", "drop database payment_copy");
        provisioning.apply(_ -> {});
    }

    @Test
    void printsTheBindingForServersThatAreNotOurs() {
        var provisioning = platform.provisioning();
        var elsewhere =
                new Provisioning(
                        provisioning.manifest(),
                        provisioning
                                .server()
                                .withHbaFile(null)
                                .withNetworks(List.of("172.16.0.0/12")),
                        provisioning.secrets());

        assertThat(elsewhere.hba().text())
                .contains("host payment_db payment_owner,payment_user 172.16.0.0/12 scram-sha-256")
                .contains("host auth_db auth_owner,auth_user 172.16.0.0/12 scram-sha-256")
                .contains("host all postgres 127.0.0.1/32 scram-sha-256")
                .endsWith(
                        "local all all reject\n"
                                + "host all all 0.0.0.0/0 reject\n"
                                + "host all all ::/0 reject\n")
                .doesNotContain("trust");
    }

    @Test
    void saysPolitelyWhyAServerWillNotDo() throws Exception {
        var server = platform.server;
        assertFails(
                new DatabaseServer("localhost", 1, "postgres", "x", List.of(), null),
                "No PostgreSQL answers at localhost:1.");
        assertFails(
                DatabaseServer.local(server.port(), "postgres", "wrong"),
                "PostgreSQL at localhost:%d refused the password of postgres; the server knows another one."
                        .formatted(server.port()));
        var nobody = DatabaseServer.local(server.port(), "nobody_knows", "x");
        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> with(nobody).plan())
                .withMessageContaining("does not let nobody_knows connect to postgres");

        platform.asAdministrator(
                "postgres",
                "create role boss login createdb createrole password 'boss'",
                "grant connect on database postgres to boss");
        var before = Files.readString(platform.embedded.hbaFile());
        try {
            Files.writeString(platform.embedded.hbaFile(), WallTests.BROAD_HBA);
            platform.asAdministrator("postgres", "select pg_reload_conf()");
            Awaitility.await()
                    .untilAsserted(() -> server.connect("postgres", "boss", "boss").close());
            assertFails(
                    DatabaseServer.local(server.port(), "boss", "boss"),
                    "boss is no superuser of the PostgreSQL at localhost:%d; provisioning needs one."
                            .formatted(server.port()));
        } finally {
            Files.writeString(platform.embedded.hbaFile(), before);
            platform.asAdministrator("postgres", "select pg_reload_conf()");
        }

        platform.write(
                "larger.yaml",
                TestPlatform.MANIFEST.replace("max_connections: 60", "max_connections: 61"));
        var larger =
                new Provisioning(
                        Manifest.read(platform.folder.resolve("larger.yaml")),
                        server,
                        platform.secrets);
        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(larger::plan)
                .withMessage(
                        "The manifest counts on 61 connections, but PostgreSQL at localhost:%d has"
                                + " max_connections = 60.",
                        server.port());
    }

    @Test
    void refusesAnHbaFileThatTheServerCannotRead() throws Exception {
        var file = platform.embedded.hbaFile();
        var before = Files.readString(file);
        var broken = platform.provisioning().server().withNetworks(List.of("not-a-network/99"));

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> with(broken).plan().apply(_ -> {}))
                .withMessageContaining("does not understand the new");
        assertThat(file).hasContent(before);
    }

    static void assertFails(DatabaseServer server, String message) {
        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> with(server).plan())
                .withMessage(message);
    }

    static Provisioning with(DatabaseServer server) {
        return new Provisioning(platform.provisioning().manifest(), server, platform.secrets);
    }

    static Provisioning with(String service) {
        platform.write("grown.yaml", TestPlatform.MANIFEST + service);
        return new Provisioning(
                Manifest.read(platform.folder.resolve("grown.yaml")),
                platform.server,
                platform.secrets);
    }

    static List<String> databases() throws SQLException {
        try (var connection = platform.server.connect()) {
            return List.of(
                    WallTests.one(connection, "select string_agg(datname, ',') from pg_database")
                            .split(","));
        }
    }
}
