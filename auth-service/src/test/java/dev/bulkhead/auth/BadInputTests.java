package dev.bulkhead.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.People.SignedIn;
import dev.bulkhead.testing.BadInput;
import dev.bulkhead.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class BadInputTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;

    @Test
    void storesNobodyWhoRegistersBadly() {
        var before = rows();

        BadInput.to(client, HttpMethod.POST, "/api/auth/register")
                .insteadOf(
                        """
                        { "username": "mallory", "email": "mallory@example.org", "name": "Mallory",
                          "password": "a sentence nobody would guess" }
                        """)
                .isRefused();

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void letsNobodyInWhoLogsInBadly() {
        var somebody = people.somebody();
        var before = rows();

        BadInput.to(client, HttpMethod.POST, "/api/auth/login")
                .insteadOf(
                        """
                        { "login": "%s", "password": "%s" }
                        """
                                .formatted(somebody.username(), People.PASSWORD))
                .isRefused();

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void spendsNoTokenThatIsSentBadly() {
        var somebody = people.signedIn();
        var before = rows();

        for (var path : List.of("/api/auth/refresh", "/api/auth/logout")) {
            BadInput.to(client, HttpMethod.POST, path)
                    .insteadOf(
                            """
                            { "refresh_token": "%s" }
                            """
                                    .formatted(somebody.tokens().refresh()))
                    .orStatus(401) // nothing at all names no session
                    .isRefused();
        }

        assertThat(rows()).isEqualTo(before);
        assertThat(people.refresh(somebody.tokens().refresh()).status()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void changesNoPasswordBadly() {
        var somebody = people.signedIn();
        var before = hashOf(somebody);

        BadInput.to(client, HttpMethod.PUT, "/api/auth/me/password")
                .headers(it -> it.set("Authorization", somebody.bearer()))
                .insteadOf(
                        """
                        { "currentPassword": "%s", "newPassword": "another sentence nobody guesses" }
                        """
                                .formatted(People.PASSWORD))
                .isRefused();

        assertThat(hashOf(somebody)).isEqualTo(before);
    }

    @Test
    void registersNoClientBadly() {
        var admin = people.admin();
        var before = rows();

        BadInput.to(client, HttpMethod.POST, "/api/auth/clients")
                .headers(it -> it.set("Authorization", admin.bearer()))
                .insteadOf(
                        """
                        { "clientId": "robot", "name": "Robot", "scopes": ["orders.read"] }
                        """)
                .isRefused();

        assertThat(rows()).isEqualTo(before);
    }

    private Map<String, Object> rows() {
        return db.asAdmin()
                .sql(
                        """
                        select (select count(*) from users) as users,
                               (select count(*) from sessions) as sessions,
                               (select count(*) from oauth_clients) as clients,
                               (select count(*) from audit_log) as audited,
                               (select count(*) from login_throttles where failures > 0) as failures
                        """)
                .query()
                .singleRow();
    }

    private String hashOf(SignedIn somebody) {
        return db.asOwner()
                .sql("select password_hash from users where id = :id")
                .param("id", somebody.id())
                .query(String.class)
                .single();
    }
}
