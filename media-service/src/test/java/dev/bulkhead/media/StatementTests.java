package dev.bulkhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.Statements;
import dev.bulkhead.testing.TestUser;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What the main requests cost the database, in statements, however much there is. */
class StatementTests extends MediaTest {

    TestUser anna;
    UUID video;
    Statements statements;

    @BeforeEach
    void listen() {
        anna = tokens.user("anna");
        video = upload(anna, "one.mp4");
        upload(anna, "two.mp4");
        report();
        statements = new Statements();
    }

    @AfterEach
    void stopListening() {
        statements.close();
    }

    @Test
    void readsInOneStatement() {
        assertThat(costOf("/api/media/videos/" + video)).isEqualTo(1);
        assertThat(costOf("/api/media/videos")).isEqualTo(1);
        assertThat(costOf("/api/media/videos?q=one")).isEqualTo(1);
        assertThat(costOf("/api/media/videos/" + video + "/position")).isEqualTo(1);
        assertThat(costOf("/api/media/history")).isEqualTo(1);
    }

    @Test
    void recordsAPositionInThreeStatements() {
        assertThat(statements.of(this::report)) // the name, the video's length, the position
                .hasSize(3);
    }

    private int costOf(String path) {
        return statements.of(() -> get(anna, path)).size();
    }

    private void report() {
        client.put()
                .uri("/api/media/videos/" + video + "/position")
                .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"positionSeconds\": 1}")
                .exchange()
                .expectStatus()
                .isOk();
    }
}
