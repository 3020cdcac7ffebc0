package dev.bulkhead.auth.session;

import static dev.bulkhead.testing.RowSecurityContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.testing.Acting;
import dev.bulkhead.testing.RowSecurityContract;
import dev.bulkhead.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Sessions are for those who began them, and for whoever holds their token until it is known. */
@AuthTest
class RowSecurityTests implements RowSecurityContract {

    @Autowired People people;
    @Autowired TestDatabase db;

    People.SignedIn anna;
    People.SignedIn bert;

    @BeforeEach
    void bothAreSignedIn() {
        anna = people.signedIn();
        bert = people.signedIn();
        people.refresh(bert.tokens().refresh());
    }

    @Override
    public TestDatabase database() {
        return db;
    }

    @Override
    public Set<UUID> people() {
        return db
                .asAdmin()
                .sql("select distinct user_id from sessions")
                .query(UUID.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    @Test
    void whoeverHoldsATokenFindsItsRowAndNoOther() {
        assertThat(found(Acting.asHolder(hashOf(anna.tokens().refresh()))))
                .containsExactly(anna.id());
        assertThat(found(Acting.asHolder(hashOf(bert.tokens().refresh())))) // spent, and known
                .containsExactly(bert.id());
        assertThat(found(Acting.asHolder(RefreshToken.next().hash()))).isEmpty();
    }

    @Test
    void whoeverHoldsATokenChangesNothingByThat() {
        var holder = Acting.asHolder(hashOf(anna.tokens().refresh()));
        for (var statement :
                List.of(
                        "update sessions set rotated_at = expires_at",
                        "delete from sessions",
                        "insert into sessions select * from sessions")) {
            assertRefused(() -> change(holder, statement), "nobody acts in this transaction");
        }
    }

    @Test
    void thePurgeRemovesButNeitherAddsNorChanges() {
        var purge = Acting.asJob("purge-sessions");
        assertThat(found(purge)).contains(anna.id(), bert.id());
        assertThat(
                        change(
                                purge,
                                """
                                delete from sessions
                                 where id in (select id from sessions where user_id = '%s' for update skip locked)
                                """
                                        .formatted(anna.id())))
                .isEqualTo(1);
        for (var statement :
                List.of(
                        "update sessions set rotated_at = expires_at",
                        "insert into sessions select * from sessions")) {
            assertRefused(
                    () -> change(purge, statement), "the job \"purge-sessions\" may not do this");
        }
    }

    @Test
    void deletingAPersonTakesTheirSessionsWithThem() {
        change(Acting.asNobody(), "delete from users where id = '" + bert.id() + "'");

        assertThat(people()).contains(anna.id()).doesNotContain(bert.id());
    }

    @Test
    void endingASessionTakesItsTokensWithIt() {
        change(
                Acting.as(bert.id()),
                "delete from sessions where id = '" + bert.tokens().session() + "'");

        assertThat(people()).contains(anna.id()).doesNotContain(bert.id());
    }

    private static byte[] hashOf(String token) {
        return new RefreshToken(token).hash();
    }

    private List<UUID> found(Acting name) {
        return db.asRuntime(
                name, it -> it.sql("select user_id from sessions").query(UUID.class).list());
    }

    private int change(Acting name, String statement) {
        return db.asRuntime(name, it -> it.sql(statement).update());
    }
}
