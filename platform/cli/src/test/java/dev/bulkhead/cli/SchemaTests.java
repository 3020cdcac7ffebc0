package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.cli.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing a service's tables by command: step by step, back again, and interrupted by force. */
class SchemaTests {

    /** Not when it is rehearsed, but when it counts: a sequence does not go back. */
    static final String SLOW_THE_SECOND_TIME =
            """
            drop table ${prefix}slow;
            select pg_sleep(20) where nextval('${prefix}turn') > 1;
            """;

    TestCheckout here;

    @BeforeEach
    void running(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
        write(
                "migration/V1__create_notes.sql",
                "create table ${prefix}notes (id int primary key);\n"
                        + "create sequence ${prefix}turn;\n");
        write(
                "undo/U1__create_notes.sql",
                "drop sequence ${prefix}turn;\ndrop table ${prefix}notes;\n");
        write(
                "seed/dev/notes.sql",
                "insert into ${prefix}notes values (1) on conflict do nothing;\n");
        var up = here.run("up", "-d");
        assertThat(up.exitCode()).as(up.output()).isZero();
    }

    @AfterEach
    void down() throws IOException {
        here.close();
    }

    @Test
    void aChangeGoesForwardAndBack() throws Exception {
        var written = here.command("db", "new", "auth", "add text to notes");
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(written.output().lines())
                .containsExactly(
                        "auth-service/src/main/resources/db/migration/V2__add_text_to_notes.sql",
                        "auth-service/src/main/resources/db/undo/U2__add_text_to_notes.sql");
        write("migration/V2__add_text_to_notes.sql", "alter table ${prefix}notes add text text;\n");
        write("undo/U2__add_text_to_notes.sql", "alter table ${prefix}notes drop text;\n");

        var behind = here.command("db", "status");
        assertThat(behind.exitCode()).isEqualTo(1);
        assertThat(behind.output())
                .containsPattern(
                        "SERVICE +DATABASE +VERSION +APPLIED \\(UTC\\) +PENDING +FAILED +DRIFT")
                .containsPattern(
                        "auth +auth_db +1 +20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +1 +- +-")
                .containsPattern("game +game_db +- +- +- +- +-")
                .contains("1 migration is pending; ./bulkhead db migrate runs it.");
        assertThat(here.command("db", "status", "game").exitCode()).isZero();

        assertThat(here.command("db", "migrate", "auth").output()).contains("auth 1");
        assertThat(here.command("db", "status", "-v").output())
                .containsPattern("auth +auth_db +2 +add text to notes +Success");
        assertThat(here.command("db", "status", "--json").output())
                .contains("\"upToDate\":true", "\"service\":\"auth\"", "\"version\":\"2\"");

        var unasked = here.command("db", "rollback", "auth");
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.output())
                .contains("auth goes from V2 to V1:", "loses column notes.text")
                .contains("There is no terminal to type \"auth\" on: say --yes");
        assertThat(version()).isEqualTo("2");

        var back = here.command("db", "rollback", "auth", "--yes");
        assertThat(back.exitCode()).as(back.output()).isZero();
        assertThat(back.output())
                .contains("V2 add text to notes, by auth-service/src/main/resources/db/undo/U2")
                .contains("auth from V2 to V1, 1 undone", "refuses to start now");
        assertThat(version()).isEqualTo("1");

        Files.writeString(file("migration/V1__create_notes.sql"), "-- changed\n");
        var drifted = here.command("db", "status", "auth");
        assertThat(drifted.exitCode()).isEqualTo(1);
        assertThat(drifted.output()).contains("auth V1: its file was changed after it ran.");
    }

    @Test
    void whatIsConnectedOrProductionIsLeftAlone() throws Exception {
        try (var service = as("auth_user", "auth_db")) {
            assertThat(service.isValid(5)).isTrue();
            for (var verb : new String[] {"rollback", "drop"}) {
                var refused = here.command("db", verb, "auth", "--yes");
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.output())
                        .contains("auth is connected: PostgreSQL JDBC Driver (1 as auth_user)")
                        .contains("Nothing was changed");
            }
            assertThat(here.command("db", "clean", "auth", "--yes").output())
                    .contains("auth, 1 table emptied", "db seed auth");
            assertThat(ask("select count(*) from notes")).isEqualTo("0");
        }
        here.command("db", "seed", "auth");

        var manifest = here.checkout.manifest();
        var plain = Files.readString(manifest);
        Files.writeString(manifest, "production: true\n" + plain);
        for (var verb : new String[] {"rollback", "drop", "clean"}) {
            var refused = here.command("db", verb, "auth", "--yes");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("is marked production (production: true in platform.yaml)");
        }
        assertThat(
                        here.command("db", "rollback", "auth", "--yes", "--despite-production")
                                .exitCode())
                .isZero();
        Files.writeString(manifest, plain);
        here.with("BULKHEAD_PRODUCTION", "true");
        assertThat(here.run("db", "drop", "auth", "--yes").output())
                .contains("marked production (BULKHEAD_PRODUCTION=true)");
    }

    @Test
    void oneServiceComesAndGoesAlone() throws Exception {
        try (var game = as("game_user", "game_db");
                var auth = as("auth_user", "auth_db")) {
            var dropped = here.command("db", "drop", "auth", "--yes", "--force");

            assertThat(dropped.exitCode()).as(dropped.output()).isZero();
            assertThat(dropped.output())
                    .contains("database auth_db, auth_owner, auth_user")
                    .contains("./bulkhead db create auth");
            assertThat(auth.isValid(5)).as("who was connected is cut off").isFalse();
            assertThat(game.isValid(5)).as("and nobody else").isTrue();
        }
        assertThat(here.command("db", "status").output())
                .containsPattern("auth +auth_db +- +- +all +- +-")
                .contains("auth is without a database");
        assertThat(here.command("db", "rollback", "auth", "--yes").output())
                .contains("auth has no database yet; ./bulkhead db create auth makes it.");
        assertThat(here.command("db", "drop", "auth", "--yes").exitCode()).isZero();

        var created = here.command("db", "create", "auth");
        assertThat(created.exitCode()).as(created.output()).isZero();
        assertThat(created.output()).contains("1 database,", "Next: ./bulkhead db migrate");
        assertThat(here.command("db", "migrate", "auth").output()).contains("auth 1");
        assertThat(here.command("db", "seed", "auth").output()).contains("auth 1");
        assertThat(here.command("db", "status").exitCode()).isZero();

        assertThat(here.command("db", "drop", "--all", "--yes").exitCode()).isZero();
        assertThat(here.command("db", "status").output()).contains("No database has been created");
    }

    @Test
    void aToolThatIsKilledIsRunAgain() throws Exception {
        write(
                "migration/V2__slow.sql",
                "create table ${prefix}slow (id int);\nselect pg_sleep(20);\n");
        write("undo/U2__slow.sql", "drop table ${prefix}slow;\n");
        var migrating = here.start("db", "migrate");
        untilSleeping();
        migrating.signal("KILL").ended();
        write("migration/V2__slow.sql", "create table ${prefix}slow (id int);\n");
        var again = here.run("db", "migrate");
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).contains("auth 1");
        assertThat(version()).isEqualTo("2");

        write("migration/V3__more.sql", "create table ${prefix}more (id int);\n");
        write("undo/U3__more.sql", "drop table ${prefix}more;\n");
        assertThat(here.command("db", "migrate").exitCode()).isZero();
        write("undo/U2__slow.sql", SLOW_THE_SECOND_TIME);
        var rolling = here.start("db", "rollback", "auth", "--count", "2", "--yes");
        untilSleeping();
        rolling.signal("KILL").ended();
        write("undo/U2__slow.sql", "drop table ${prefix}slow;\n");
        var finished = here.run("db", "rollback", "auth", "--count", "2", "--yes");
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        assertThat(finished.output())
                .contains("A rollback to V1 was interrupted; this one finishes it.");
        assertThat(version()).isEqualTo("1");
    }

    @Test
    void aServerThatIsKilledIsStartedAgain() throws Exception {
        write(
                "migration/V2__slow.sql",
                "create table ${prefix}slow (id int);\nselect pg_sleep(20);\n");
        write("undo/U2__slow.sql", SLOW_THE_SECOND_TIME);
        var migrating = here.start("db", "migrate");
        untilSleeping();
        kill(here.running("postgres").process());
        var broken = migrating.ended();
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.output())
                .contains("bulkhead: Migrating auth_db failed at ", "V2__slow.sql:2: ")
                .doesNotContain("\tat ", "SQL State");
        write("migration/V2__slow.sql", "create table ${prefix}slow (id int);\n");
        assertThat(here.run("up", "-d").exitCode()).isZero();
        assertThat(version()).isEqualTo("2");

        var rolling = here.start("db", "rollback", "auth", "--yes");
        untilSleeping();
        kill(here.running("postgres").process());
        var halted = rolling.ended();
        assertThat(halted.exitCode()).isEqualTo(1);
        assertThat(halted.output())
                .contains("Rolling back auth_db failed at ", "Everything is as before that script")
                .doesNotContain("\tat ");
        write("undo/U2__slow.sql", "drop table ${prefix}slow;\n");
        assertThat(here.run("up", "-d").exitCode()).isZero();
        assertThat(version()).as("as before the script").isEqualTo("2");
        assertThat(here.run("db", "rollback", "auth", "--yes").exitCode()).isZero();
        assertThat(version()).isEqualTo("1");
    }

    private void untilSleeping() {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        "1"
                                .equals(
                                        ask(
                                                "select count(*) from pg_stat_activity where state"
                                                    + " = 'active' and query like '%pg_sleep%' and"
                                                    + " pid <> pg_backend_pid()")));
    }

    private static void kill(ProcessIdentity process) {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        await().until(() -> !process.alive());
    }

    private String version() {
        return ask(
                "select version from flyway_schema_history order by installed_rank desc limit 1");
    }

    private String ask(String query) {
        try (var connection = as("auth_owner", "auth_db");
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : "";
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection as(String role, String database) throws SQLException, IOException {
        var password = Files.readString(here.checkout.secrets().resolve(role)).strip();
        var url = "jdbc:postgresql://localhost:" + here.running("postgres").port() + "/" + database;
        return DriverManager.getConnection(url, role, password);
    }

    private void write(String file, String content) throws IOException {
        var path = file(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private Path file(String name) {
        return here.root.resolve("auth-service/src/main/resources/db").resolve(name);
    }
}
