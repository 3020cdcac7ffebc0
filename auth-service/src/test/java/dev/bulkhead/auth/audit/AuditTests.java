package dev.bulkhead.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class AuditTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;

    @Test
    void showsWhatHappenedNewestFirst() {
        var somebody = people.signedIn();
        client.post()
                .uri("/api/auth/logout")
                .header("Authorization", somebody.bearer())
                .exchange()
                .expectStatus()
                .isNoContent();
        var admin = people.admin();

        client.get()
                .uri("/api/auth/audit?userId=" + somebody.id())
                .header("Authorization", admin.bearer())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[*].action")
                .isEqualTo(List.of("session.ended", "login.succeeded", "user.registered"))
                .jsonPath("$.items[0].resourceId")
                .isEqualTo(somebody.tokens().session().toString())
                .jsonPath("$.items[0].ip")
                .isEqualTo("127.0.0.1");
        client.get()
                .uri("/api/auth/audit?limit=1&action=user.registered")
                .header("Authorization", admin.bearer())
                .exchange()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1)
                .jsonPath("$.items[0].userId")
                .isEqualTo(admin.id().toString())
                .jsonPath("$.next")
                .isNotEmpty();
        client.get()
                .uri("/api/auth/audit?userId=me")
                .header("Authorization", admin.bearer())
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void tellsWhoseLoginFailedButNotWhatWasTyped() {
        var somebody = people.somebody();
        for (var login : List.of(somebody.username(), "hunter2 typed in the wrong field")) {
            client.post()
                    .uri("/api/auth/login")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("login", login, "password", "not the right password"))
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }

        assertThat(
                        db.asOwner()
                                .sql(
                                        "select count(*) from audit_log where action ="
                                                + " 'login.failed' and resource_id = :id")
                                .param("id", somebody.id().toString())
                                .query(Integer.class)
                                .single())
                .isEqualTo(1);
        assertThat(
                        db.asOwner()
                                .sql("select row_to_json(a)::text from audit_log a")
                                .query(String.class)
                                .list())
                .noneMatch(it -> it.contains("hunter2"))
                .noneMatch(it -> it.contains("right password"))
                .noneMatch(it -> it.contains("@"));
    }

    @Test
    void cannotBeChangedByTheServiceItself() {
        people.somebody();

        for (var statement :
                List.of(
                        "update audit_log set action = 'nothing.happened'",
                        "delete from audit_log",
                        "truncate audit_log")) {
            assertThatThrownBy(() -> db.asRuntime().sql(statement).update())
                    .hasStackTraceContaining("permission denied");
        }
    }
}
