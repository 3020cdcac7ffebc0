package dev.bulkhead.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.Statements;
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
        get("/api/auth/me", somebody.bearer()); // the keys have been read by then

        assertThat(statements.of(() -> get("/api/auth/me", somebody.bearer())))
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
        get("/api/auth/audit", admin.bearer());

        assertThat(statements.of(() -> get("/api/auth/audit", admin.bearer()))).hasSize(2);
        assertThat(
                        statements.of(() ->
                                get("/api/auth/audit?action=login.succeeded", admin.bearer())))
                .hasSize(2);
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
