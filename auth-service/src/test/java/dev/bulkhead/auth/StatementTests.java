package dev.bulkhead.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.Statements;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What the main requests cost the database, in statements. */
@AuthTest
class StatementTests {

    @Autowired RestTestClient client;
    @Autowired People people;

    Statements statements;

    @BeforeEach
    void listen() {
        statements = new Statements();
    }

    @AfterEach
    void stopListening() {
        statements.close();
    }

    /** Every request with a token asks whether its session is still there; that is the first. */
    @Test
    void showsOneselfInTwoStatements() {
        var somebody = people.signedIn();

        assertThat(reading("/api/auth/me", somebody.bearer()))
                .hasSize(2)
                .first()
                .asString()
                .contains("set_config", "sessions");
    }

    @Test
    void listsAuditEntriesInTwoStatementsHoweverManyThereAre() {
        var admin = people.admin();
        for (int i = 0; i < 5; i++) {
            people.signedIn();
        }

        assertThat(reading("/api/auth/audit", admin.bearer())).hasSize(2);
        assertThat(reading("/api/auth/audit?action=login.succeeded", admin.bearer())).hasSize(2);
    }

    /** Without the keys, which tests read for each request and the service once in a while. */
    private List<String> reading(String path, String bearer) {
        return statements.of(() -> get(path, bearer)).stream()
                .filter(it -> !it.contains("signing_keys"))
                .toList();
    }

    private void get(String path, String bearer) {
        client.get()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, bearer)
                .exchange()
                .expectStatus()
                .isOk();
    }
}
