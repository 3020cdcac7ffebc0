package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./bulkhead isolation check} and {@code try} on a platform that runs, and beside it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationTests {

    @TempDir static Path folder;
    static TestCheckout here;

    @BeforeAll
    static void up() throws IOException {
        here = new TestCheckout(folder.toRealPath());
        migration("auth", "create table users (id int primary key, email text not null);");
        migration("game", "create table lobbies (id int primary key, name text not null);");
        var up = here.run("up", "-d");
        assertThat(up.exitCode()).as(up.output()).isZero();
        try (var owner =
                        server().connect(
                                        "auth_db", "auth_owner", secrets().password("auth_owner"));
                var statement = owner.createStatement()) {
            statement.execute(
                    "insert into users select i, e'a\\033[31m' || i from generate_series(1, 12) i");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void down() throws IOException {
        here.close();
    }

    private static void migration(String service, String sql) throws IOException {
        var folder = here.root.resolve(service + "-service/src/main/resources/db/migration");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("V1__create_tables.sql"), sql);
    }

    private static Secrets secrets() {
        return new Secrets(here.checkout.secrets());
    }

    private static DatabaseServer server() {
        return DatabaseServer.local(
                here.running("postgres").port(),
                "postgres",
                secrets().password(Secrets.ADMINISTRATOR));
    }

    private static TestCheckout.Ended attempt(String... arguments) {
        return isolation("try", arguments);
    }

    private static TestCheckout.Ended check(String... arguments) {
        return isolation("check", arguments);
    }

    private static TestCheckout.Ended isolation(String verb, String... arguments) {
        var all = Stream.concat(Stream.of("isolation", verb), Arrays.stream(arguments));
        return here.command(all.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void showsTheFirstRowsOfWhatWorks() {
        var own = attempt("--as", "auth", "select id, email from users order by id");

        assertThat(own.exitCode()).as(own.output()).isZero();
        assertThat(own.output())
                .contains("auth_user, who is auth's runtime user, in auth_db at localhost:")
                .contains("> select id, email from users order by id")
                .contains("it worked, the first 10 rows:")
                .containsPattern("id +email\n +1 +a \\[31m1\n")
                .doesNotContain("\033[31m", "a [31m11");
    }

    @Test
    @Order(1)
    void aClosedDoorProvesNothingToWhoeverEntersNowhere() throws SQLException {
        asAdministrator("revoke connect on database game_db from game_user");
        try {
            for (var on : new String[] {"auth", "game"}) {
                var refused = attempt("--as", "game", "--on", on, "select 1");

                assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
                assertThat(refused.output())
                        .contains("refused at connect: ")
                        .contains("This proves nothing: game_user is not let into its own database")
                        .doesNotContain("This is probe");
            }
        } finally {
            asAdministrator("grant connect on database game_db to game_user");
        }
    }

    private static void asAdministrator(String sql) throws SQLException {
        try (var connection = server().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @Order(1)
    void showsHowTheServerClosesTheDoor() {
        var refused = attempt("--as", "game", "--on", "auth", "select * from users");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.output())
                .contains("game_user, who is game's runtime user, in auth_db")
                .contains("refused at connect: 28000 FATAL: pg_hba.conf rejects connection")
                .contains("This is probe A1, connect to the victim's database: ");
    }

    @Test
    @Order(1)
    void showsPostgresOwnWordsAndWhyTheyMatter() {
        var refused = attempt("--as", "game", "create temp table t (i int)");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.output())
                .contains("refused: 42501 ERROR: permission denied to create temporary tables")
                .contains("This is probe D3");
    }

    @Test
    @Order(1)
    void saysWhereTheOthersTablesAre() {
        assertThat(attempt("--as", "game", "select * from auth.users").output())
                .contains("refused: 42P01")
                .contains("auth's tables lie in another database, auth_db: --on auth");
    }

    @Test
    @Order(1)
    void letsNothingStay() {
        var gone = attempt("--as", "auth", "delete from users");
        assertThat(gone.exitCode()).isZero();
        assertThat(gone.output()).contains("it worked on 12 rows; nothing of it stays");

        assertThat(attempt("--as=auth:owner", "create table planted ()").exitCode()).isZero();

        assertThat(attempt("--as", "auth", "select count(*) from users").output())
                .containsPattern("count\n +12\n");
        assertThat(attempt("--as=auth:owner", "select * from planted").exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "delete from users; commit",
                "delete from users; /* now */ END;",
                "rollback; delete from users",
                "begin",
                "prepare\ntransaction 'x'"
            })
    void refusesToEndTheTransaction(String sql) {
        var refused = attempt("--as", "auth", sql);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).contains("one transaction that is rolled back");
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "select 'a; commit' as text, a; commit",
        "select $$; rollback$$ as text, ; rollback",
        "select 1 as \"; end\" -- ; commit, ; end"
    })
    void knowsTextFromStatements(String sql, String shown) {
        var worked = attempt("--as", "auth", sql);

        assertThat(worked.exitCode()).as(worked.output()).isZero();
        assertThat(worked.output()).contains(shown);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"cellar", "auth:admin", "auth_user;"})
    void knowsNobodyElse(String service) {
        assertThat(attempt("--as", service, "select 1").exitCode()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void findsEveryWallOfAPlatformThatRuns() throws IOException {
        var check = check();

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(check.output())
                .containsPattern("ok probes +[0-9,]+ attempts, PostgreSQL 18")
                .contains("test, rung database, PostgreSQL 18")
                .containsPattern("attacks: +auth +game\n")
                .endsWith("Every attempt ended as measured.\n");
        assertThat(here.command("status").exitCode()).isZero();
        assertThat(here.command("db", "create").output()).contains("nothing to do");
    }

    @Test
    @Order(3)
    void returnsOneWhereAWallIsDown() throws Exception {
        asAdministrator("grant temporary on database game_db to game_user");
        var report = here.root.resolve("report.html");

        var check = here.run("isolation", "check", "--format=html", "--output", report.toString());

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.output()).contains(" not as measured", "written to " + report);
        assertThat(Files.readString(report)).startsWith("<!doctype html>").contains("\"D3\"");
        assertThat(here.command("db", "create").exitCode()).isZero();
    }

    @Test
    @Order(4)
    void climbsTheLadderOnServersOfItsOwn() throws Exception {
        var before = here.alive();

        var check = here.run("isolation", "check", "--isolation=schema", "--format=markdown");

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(check.output())
                .contains("# Isolation of test, rung schema")
                .containsPattern("ok rung schema +[0-9,]+ attempts")
                .doesNotContain("the data stay");
        assertThat(here.alive()).isEqualTo(before);
        assertThat(here.checkout.state().resolve("throw-away")).isEmptyDirectory();
        assertThat(here.command("status").exitCode()).isZero();
    }
}
