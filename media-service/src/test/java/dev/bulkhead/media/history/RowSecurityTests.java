package dev.bulkhead.media.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.testing.Acting;
import dev.bulkhead.testing.RowSecurityContract;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What somebody has watched is for their eyes only. */
class RowSecurityTests extends MediaTest implements RowSecurityContract {

    TestUser anna;
    TestUser bert;
    UUID id;

    @BeforeEach
    void bothHaveWatched() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        id = upload(anna, "watched.mp4");
        for (var viewer : new TestUser[] {anna, bert}) {
            client.put()
                    .uri("/api/media/videos/{id}/position", id)
                    .header(HttpHeaders.AUTHORIZATION, viewer.bearer())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"positionSeconds\": 1}")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Override
    public TestDatabase database() {
        return db;
    }

    @Override
    public Set<UUID> people() {
        return Set.of(anna.id(), bert.id());
    }

    @Test
    void deletingAVideoTakesEverybodysRowsWithIt() {
        var before = rows("watch_history");

        db.asRuntime(
                Acting.asNobody(),
                it -> it.sql("delete from videos where id = ?").param(id).update());

        assertThat(rows("watch_history")).isEqualTo(before - 2);
    }
}
