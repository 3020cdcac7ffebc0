package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.provisioning.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./bulkhead db health} and the other verbs that look, at a platform that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LookTests {

    TestCheckout here;

    @BeforeAll
    void up(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
        for (var service : List.of("auth", "game")) {
            var migration =
                    here.root.resolve(
                            service
                                    + "-service/src/main/resources/db/migration/V1__create_things.sql");
            Files.createDirectories(migration.getParent());
            Files.writeString(
                    migration,
                    """
                    create table ${prefix}things (id int, constraint things_pkey primary key (id));
                    create table ${prefix}parts (
                        thing_id int, constraint parts_thing_id_fkey foreign key (thing_id) references ${prefix}things);
                    """);
        }
        var up = here.run("up", "-d");
        assertThat(up.exitCode()).as(up.output()).isZero();
    }

    @AfterAll
    void down() throws IOException {
        here.close();
    }

    private String look(String... arguments) {
        var ended = here.command(arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    /** All that was printed is a document. */
    private static JsonNode document(String output) {
        return new JsonMapper().readTree(output);
    }

    private Connection as(String role, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + here.running("postgres").port() + "/" + database,
                role,
                new Secrets(here.checkout.secrets()).password(role));
    }

    @Test
    void saysHowTheDatabasesDo() throws SQLException {
        assertThat(look("db", "health"))
                .containsPattern("auth +auth_db +auth_user +healthy +[0-9.]+ ms")
                .contains("All databases are healthy.");
        var auth = document(look("db", "health", "auth", "--json")).get("services");
        assertThat(auth.size()).isEqualTo(1);
        assertThat(auth.get(0).get("roundTripMilliseconds").isNumber()).isTrue();

        try (var administrator = as("postgres", "postgres");
                var statement = administrator.createStatement()) {
            statement.execute("alter role game_user password 'another'");
        }
        var ill = here.command("db", "health");
        assertThat(ill.exitCode()).isEqualTo(1);
        assertThat(ill.output())
                .containsPattern("game +game_db +game_user +wrong-password")
                .contains(
                        "game: FATAL: password authentication failed for user \"game_user\"."
                                + " ./bulkhead db create gives")
                .doesNotContain("Exception");
        look("db", "create");
        look("db", "health");
    }

    @Test
    void showsSizesAndStatements() {
        assertThat(look("db", "sizes", "auth"))
                .containsPattern("postgres +auth_db +[0-9.]+ MB +auth")
                .containsPattern("auth +things +[0-9.]+ kB")
                .doesNotContain("game");
        assertThat(
                        document(look("db", "sizes", "--json"))
                                .get("tables")
                                .get(0)
                                .get("bytes")
                                .isNumber())
                .isTrue();

        assertThat(look("db", "slow", "--limit=2"))
                .containsPattern("auth: [0-9]+ statements, [0-9]+ calls")
                .contains("administrator of postgres");
        assertThat(look("db", "slow", "game", "--sort=calls", "--reset"))
                .contains("from nought again");
        var groups = document(look("db", "slow", "game", "--json")).get("groups");
        assertThat(groups.get(0).get("calls").asLong()).isZero();
    }

    @Test
    void putsStatisticsWhereNoServiceSeesThem() throws SQLException {
        assertThat(look("db", "create")).contains("nothing to do");
        for (var database : List.of("postgres", "auth_db", "game_db")) {
            try (var administrator = as("postgres", database);
                    var found =
                            administrator
                                    .createStatement()
                                    .executeQuery(
                                            "select from pg_extension where extname ="
                                                    + " 'pg_stat_statements'")) {
                assertThat(found.next()).isEqualTo(database.equals("postgres"));
            }
        }
        look("isolation", "verify");
    }

    @Test
    void listsIndexesAndIsStrictWhenAsked() {
        assertThat(look("db", "indexes", "auth"))
                .contains("create index concurrently on auth.parts (thing_id);   -- in auth_db");
        assertThat(here.command("db", "indexes", "--strict").exitCode()).isEqualTo(1);
        assertThat(look("db", "indexes", "--strict", "--only=invalid,bloated"))
                .contains("No index is missing, invalid");
    }

    @Test
    void showsWhoIsIdleAndWhoWaits() throws SQLException {
        assertThat(look("db", "locks")).contains("Nobody waits for a lock.");
        assertThat(look("db", "connections")).contains("No session is idle in a transaction.");
        try (var user = as("auth_user", "auth_db");
                var owner = as("auth_owner", "auth_db");
                var using = user.createStatement();
                var owning = owner.createStatement()) {
            using.execute("set idle_in_transaction_session_timeout = 0");
            user.setAutoCommit(false);
            using.execute("insert into things values (4711)");
            assertThat(look("db", "connections", "auth"))
                    .containsPattern(
                            "auth +[0-9]+ +auth_user +[0-9.]+ s +insert into things values"
                                    + " \\(\\?\\)");
            owning.execute("set lock_timeout = 0");
            var truncating =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    owning.execute("truncate things cascade");
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            await().until(() -> document(look("db", "locks", "--json")).get("waits").size() == 1);
            assertThat(look("db", "locks"))
                    .containsPattern("[0-9]+ +auth +auth_user +idle in transaction for")
                    .containsPattern(
                            "  [0-9]+ +auth +auth_owner +waits for [0-9.]+ s +AccessExclusiveLock"
                                    + " on table auth.things")
                    .doesNotContain("4711");
            user.rollback();
            await().until(() -> !truncating.isAlive());
        }
        assertThat(look("db", "locks")).contains("Nobody waits for a lock.");
    }

    @Test
    void looksAgainUntilTold() throws IOException {
        assertThat(look("db", "connections", "--watch=0.1", "--times=2"))
                .containsPattern(
                        "(?s)^20..-..-..T..:..:..Z\nSERVICE.*\n20..-..-..T..:..:..Z\nSERVICE");
        assertThat(look("db", "health", "--json", "--times=3", "--watch=0.1").lines())
                .hasSize(3)
                .allMatch(it -> document(it).get("healthy").asBoolean());
        assertThat(look("db", "locks", "--watch", "auth", "--times=1")).contains("Nobody");

        var watching =
                here.start("db", "locks", "--watch=0.1").until("Z\nNobody waits for a lock.\n\n20");
        var ended = watching.signal("INT").ended();
        assertThat(ended.exitCode()).isEqualTo(130);
        assertThat(ended.output()).doesNotContain("Exception", "bulkhead:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health --times=2",
                "health --watch=0",
                "health --watch=soon",
                "sizes --watch --times=0",
                "slow --limit=0",
                "slow --sort=colour",
                "indexes --only=nonsense",
                "locks nobody",
                "shell",
                "shell nobody",
                "shell auth --as=postgres"
            })
    void refusesNonsense(String arguments) {
        var ended = here.command(("db " + arguments).split(" "));

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output()).startsWith("bulkhead: ").doesNotContain("Exception");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void startsNothingToSayThatNothingRuns() throws IOException {
        assertThat(here.run("down").exitCode()).isZero();

        var health = here.command("db", "health");

        assertThat(health.exitCode()).isEqualTo(1);
        assertThat(health.output())
                .containsPattern("auth +auth_db +auth_user +not-running")
                .contains("auth: its PostgreSQL is not running. ./bulkhead up starts it.");
        here.nothingIsLeft();

        assertThat(document(look("db", "sizes", "--json")).get("databases").size()).isEqualTo(2);
        here.nothingIsLeft();
    }
}
