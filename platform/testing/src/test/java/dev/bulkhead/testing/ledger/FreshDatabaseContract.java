package dev.bulkhead.testing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FreshDatabaseContract {

    @Autowired RestTestClient client;
    @Autowired TestDatabase db;
    @Autowired Tokens tokens;
    @Autowired JdbcClient jdbc;
    @Autowired Environment environment;

    @Test
    @Order(1)
    void seesProductionsSeedOnly() {
        client.get().uri("/accounts").exchange().expectBody(Integer.class).isEqualTo(1);
    }

    @Test
    @Order(2)
    void storesThroughHttp() {
        client.post().uri("/accounts/anna").exchange().expectStatus().isOk();

        assertThat(
                        db.asRuntime()
                                .sql("select count(*) from accounts")
                                .query(Integer.class)
                                .single())
                .isEqualTo(2);
    }

    @Test
    @Order(3)
    void runsAsTheRuntimeUser() {
        assertThat(jdbc.sql("select current_user").query(String.class).single())
                .isEqualTo("ledger_user");
        assertRefused(jdbc, "create table t ()");
        assertRefused(jdbc, "create temp table t ()");
        assertRefused(jdbc, "truncate accounts");
        assertRefused(jdbc, "delete from flyway_schema_history");
        assertRefused(jdbc, "update entries set text = ''");
        assertRefused(jdbc, "set role ledger_owner");
        jdbc.sql("insert into entries (text) values ('kept')").update();
        db.asOwner().sql("create table t ()").update();
        assertThat(db.asAdmin().sql("select count(*) from entries").query(Integer.class).single())
                .isEqualTo(1);
    }

    @Test
    @Order(4)
    void knowsTheTokenIssuerAndTheServicesSecrets() throws Exception {
        assertThat(environment.getProperty("bulkhead.issuer")).isEqualTo(tokens.issuer());
        assertThat(
                        Files.readString(
                                Path.of(
                                        environment.getRequiredProperty(
                                                "bulkhead.ledger.signing-key-file"))))
                .hasSizeGreaterThan(40);
    }

    static void assertRefused(JdbcClient jdbc, String sql) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.sql(sql).update())
                .satisfies(it ->
                        assertThat(((SQLException) it.getRootCause()).getSQLState())
                                .isEqualTo("42501"));
    }
}
