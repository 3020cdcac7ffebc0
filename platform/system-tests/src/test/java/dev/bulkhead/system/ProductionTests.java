package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** With docker-compose.prod.yml: a database elsewhere that has to prove who it is. */
@Tag("containers")
@Order(2)
@TestMethodOrder(OrderAnnotation.class)
class ProductionTests {

    private static final String NAME = "db.bulkhead.test";
    private static final String PASSWORD = "gale-Tarn-83-oxbow-Fell";
    private static final String OTHER_NAME = "other.bulkhead.test";

    static Compose compose;

    @BeforeAll
    static void aServerElsewhere() throws IOException, GeneralSecurityException {
        Docker.requireEngine();
        compose = new Compose("bulkhead-test-production");
        compose.set("BULKHEAD_IMAGES", ComposeTests.PROJECT);
        var folder = compose.folder();
        var authority = new Authority(folder.resolve("tls"));
        authority.sign(NAME);
        compose.write(
                "tls/pg_hba.conf", "local all postgres peer\nhostssl all all all scram-sha-256\n");
        compose.write("tls/password", PASSWORD);
        give("postgres", PASSWORD);
        give("auth_admin_password", "heron-Quay-27-amber-Lark");
        give("auth_encryption_key", "a-key.that/nobody+has=written-down");
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) { // as the containers' users may read them
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        compose.set("BULKHEAD_DATABASE", NAME + ":5432");
        compose.set("BULKHEAD_DATABASE_CA", authority.certificate().toString());
        compose.set("BULKHEAD_SECRETS", folder.resolve("given").toString());
        compose.set("BULKHEAD_URL", "https://bulkhead.test");
        compose.overlay("docker-compose.prod.yml");
        compose.overlay(
                "elsewhere.yml",
                """
                services:
                  elsewhere:
                    image: postgres:18
                    user: "999:999"
                    command:
                      - bash
                      - -c
                      - install -m 600 /tls/server.key /tmp/server.key &&
                        exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/tls/server.crt
                        -c ssl_key_file=/tmp/server.key -c hba_file=/tls/pg_hba.conf
                    environment: {POSTGRES_PASSWORD_FILE: /tls/password}
                    volumes: ["%1$s/tls:/tls:ro"]
                    healthcheck: {test: [CMD, pg_isready, --host=127.0.0.1], interval: 2s, retries: 60}
                    networks:
                      administration: &names {aliases: [%2$s, %3$s]}
                      auth: *names
                  database:
                    depends_on:
                      elsewhere: {condition: service_healthy}
                """
                        .formatted(folder, NAME, OTHER_NAME));
    }

    @AfterAll
    static void nothingIsLeft() {
        if (compose != null) {
            compose.close();
            assertThat(compose.traces()).isEmpty();
        }
    }

    @Test
    @Order(1)
    void refusesToStartWithAPasswordThatAnybodyGuesses() throws IOException {
        give("postgres", "changeme");

        var ran = compose.attempt("up", "--detach", "auth-service");

        assertThat(ran.code()).isNotZero();
        assertThat(ran.text()).contains("secrets").contains("didn't complete successfully");
        assertThat(compose.run("logs", "secrets"))
                .contains("/given/postgres has 8 characters and needs 16")
                .doesNotContain("changeme");
        give("postgres", PASSWORD);
    }

    @Test
    @Order(2)
    void believesNoServerThatNamesItselfOtherwise() {
        compose.set("BULKHEAD_DATABASE", OTHER_NAME + ":5432");

        var ran = compose.attempt("up", "--detach", "auth-service");

        assertThat(ran.code()).isNotZero();
        assertThat(compose.run("logs", "database")).contains("hostname").contains(OTHER_NAME);
        compose.set("BULKHEAD_DATABASE", NAME + ":5432");
    }

    @Test
    @Order(3)
    void startsOnTheServerThatProvesWhoItIs() {
        compose.run("up", "--detach", "--wait", "auth-service");

        assertThat(
                        sql(
                                "postgres",
                                "select count(*) > 0, bool_and(ssl) from pg_stat_ssl join"
                                    + " pg_stat_activity using (pid) where usename = 'auth_user'"))
                .isEqualTo("t|t");
        assertThat(sql("auth_db", "select count(*) from auth.users"))
                .as("the administrator, and no sample rows")
                .isEqualTo("1");
        assertThat(compose.volume("secrets-auth").get("connection.properties"))
                .contains("auth_db?sslmode=verify-full&sslrootcert=/run/bulkhead/tls/ca.crt");
        assertThat(compose.attempt("ps", "--all", "--quiet", "shared-postgres").code()).isNotZero();
    }

    private static String sql(String database, String statement) {
        return Docker.run(
                        "exec",
                        compose.container("elsewhere"),
                        "psql",
                        "--username=postgres",
                        "--dbname=" + database,
                        "--tuples-only",
                        "--no-align",
                        "--command=" + statement)
                .strip();
    }

    private static void give(String name, String secret) throws IOException {
        compose.write("given/" + name, secret);
    }
}
