package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.embedded.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command as a person meets it: a process with a terminal, signals, ports in use and things
 * that die.
 */
class LauncherTests {

    private static final String READY = "Ctrl-C stops everything";

    TestCheckout here;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
    }

    @AfterEach
    void down() throws IOException {
        here.close();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void stopsEverythingInOrderWhenASignalComes(String signal, int exitCode) throws IOException {
        var launcher = here.start("up").until(READY);
        assertThat(launcher.output()).contains("auth-service", "READY AFTER", "http://localhost:");
        assertThat(here.alive()).hasSize(4);

        var ended = launcher.signal(signal).ended();

        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.output()).contains("PostgreSQL", "stopped, the data stay");
        assertThat(endedAt("gateway")).isLessThan(Math.min(endedAt("auth"), endedAt("game")));
        here.nothingIsLeft();
        assertThat(here.checkout.server("postgres").resolve("data/PG_VERSION")).exists();
    }

    private long endedAt(String key) throws IOException {
        return Long.parseLong(Files.readString(here.checkout.data(key).resolve("ended-gently")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.new", "data/PG_VERSION", "data/postmaster.pid"})
    void leavesNothingWhenInterruptedWhilePostgresStarts(String sign) throws IOException {
        var launcher = here.start("up");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(here.checkout.server("postgres").resolve(sign)));

        var ended = launcher.signal("INT").ended();

        assertThat(ended.exitCode()).isEqualTo(130);
        assertThat(ended.output()).doesNotContain("\tat ", "unexpected");
        here.nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void leavesNothingWhenInterruptedWhileApplicationsStart(String signal) throws IOException {
        here.let("game", "never-ready");
        var launcher = here.start("up");
        await().atMost(Duration.ofSeconds(60)).until(() -> here.alive().size() == 4);

        var ended = launcher.signal(signal).ended();

        assertThat(ended.output()).doesNotContain("\tat ");
        here.nothingIsLeft();
    }

    @Test
    void detachesAndIsFoundAgain() throws IOException {
        var up = here.run("up", "-d");
        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output()).contains("./bulkhead down stops it");
        var before = here.alive();
        assertThat(before).hasSize(4);

        var again = here.run("up", "-d");
        assertThat(again.exitCode()).isZero();
        assertThat(again.output()).contains("runs already");
        assertThat(here.alive()).isEqualTo(before);

        assertThat(here.command("status").exitCode()).isZero();
        assertThat(here.run("down").output()).contains("gateway", "PostgreSQL");
        here.nothingIsLeft();
        assertThat(here.command("status").exitCode()).isEqualTo(1);
        assertThat(here.run("down").output()).contains("Nothing runs.");
    }

    @Test
    void secondStartBesideAForegroundOneDoesNothing() throws IOException {
        var first = here.start("up").until(READY);
        var before = here.alive();

        var second = here.run("up");

        assertThat(second.exitCode()).isZero();
        assertThat(second.output()).contains("runs already", "pid " + first.process().pid());
        assertThat(here.alive()).isEqualTo(before);
        assertThat(first.process().isAlive()).isTrue();
    }

    @Test
    void downInAnotherTerminalEndsTheForegroundLauncher() throws IOException {
        var first = here.start("up").until(READY);

        var down = here.run("down");

        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(first.ended().output()).contains("Stopping").doesNotContain("has ended");
        here.nothingIsLeft();
    }

    @Test
    void namesTheHolderOfABusyPortBeforeStartingAnything() throws IOException {
        try (var holder =
                new ServerSocket(here.ports.get("auth"), 1, InetAddress.getLoopbackAddress())) {
            var up = here.run("up");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.output())
                    .contains(
                            "Port "
                                    + holder.getLocalPort()
                                    + " for auth-service is held by pid "
                                    + ProcessHandle.current().pid(),
                            "java",
                            "--port auth=");
        }
        assertThat(here.checkout.server("postgres")).doesNotExist();
        here.nothingIsLeft();
    }

    @Test
    void movesAPortWhenAsked() throws IOException {
        try (var holder =
                new ServerSocket(here.ports.get("auth"), 1, InetAddress.getLoopbackAddress())) {
            var other = FreePorts.next();
            var up = here.run("up", "-d", "--port", "auth=" + other);

            assertThat(up.exitCode()).as(up.output()).isZero();
            assertThat(here.running("auth-service").port()).isEqualTo(other);
            assertThat(here.environmentOf("gateway"))
                    .contains("BULKHEAD_AUTH_URL=http://127.0.0.1:" + other)
                    .contains("BULKHEAD_JWKS_URI=http://127.0.0.1:" + other + "/api/auth/jwks")
                    .doesNotContain(":" + holder.getLocalPort());
            assertThat(here.run("up", "-d", "--port", "auth=" + FreePorts.next()).output())
                    .contains("runs already, on port " + other, "down first");
        }
    }

    @Test
    void takesTheNextPortForPostgresWhenItsOwnIsBusyAndSaysSo() throws IOException {
        var wanted = here.ports.get("postgres");
        try (var holder = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            var up = here.run("up", "-d");

            assertThat(up.exitCode()).as(up.output()).isZero();
            assertThat(up.output()).contains("(" + holder.getLocalPort() + " is taken by pid");
            var actual = here.running("postgres").port();
            assertThat(actual).isGreaterThan(wanted);
            assertThat(here.environmentOf("game"))
                    .contains("jdbc:postgresql://localhost:" + actual + "/game_db");
        }
    }

    @Test
    void showsTheLastWordsOfAServiceThatDiesWhileStarting() throws IOException {
        here.let("game", "dies");

        var up = here.run("up");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output())
                .contains(
                        "game-service ended while it started",
                        "the reactor is out of cheese",
                        "game-service.log")
                .doesNotContain("\tat ");
        here.nothingIsLeft();
    }

    @Test
    void givesUpOnAServiceThatIsNeverReady() throws IOException {
        here.let("auth", "never-ready");

        var up = here.run("up", "-d", "--patience", "3");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output()).contains("auth-service was not ready within 3 s", "Listening on");
        here.nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"game-service", "postgres"})
    void stopsTheRestWhenOneDiesLater(String victim) throws IOException {
        var launcher = here.start("up").until(READY);

        kill(here.running(victim).process());

        var ended = launcher.ended();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("has ended", "Its last words");
        here.nothingIsLeft();
    }

    @Test
    void restartsOnlyWhatIsMissing() throws IOException {
        here.run("up", "-d");
        var kept = here.running("auth-service");
        kill(here.running("game-service").process());
        var status = here.command("status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output())
                .containsPattern("game-service +died")
                .containsPattern("auth-service +up");

        var up = here.run("up", "-d");

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output())
                .containsPattern("auth-service +runs already")
                .containsPattern("gateway +runs already");
        assertThat(here.running("auth-service").process()).isEqualTo(kept.process());
        assertThat(here.command("status").exitCode()).isZero();
    }

    @Test
    void replacesWhatRunsWithOtherSettings() throws IOException {
        here.run("up", "-d");
        var auth = here.running("auth-service");
        var gateway = here.running("gateway");
        kill(here.running("game-service").process());

        var up = here.run("up", "-d", "--port", "game=" + FreePorts.next());

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(here.running("auth-service").process()).isNotEqualTo(auth.process());
        assertThat(here.running("gateway").process()).isNotEqualTo(gateway.process());
        assertThat(here.command("status").exitCode()).isZero();
    }

    @Test
    void takesOverWhatAKilledLauncherLeft() throws IOException {
        var launcher = here.start("up").until(READY);
        var before = here.alive();
        kill(ProcessIdentity.of(launcher.process().pid()).orElseThrow());
        assertThat(here.alive()).isEqualTo(before);

        assertThat(here.command("status").exitCode()).isZero();
        assertThat(here.run("up").output()).contains("runs already");
        assertThat(here.run("down").exitCode()).isZero();
        here.nothingIsLeft();
    }

    @Test
    void neverEndsAStrangerWhoHasTheIdToday() throws IOException {
        here.run("up", "-d");
        here.run("down");
        var stranger = new ProcessBuilder("sleep", "300").start();
        try {
            var identity = new ProcessIdentity(stranger.pid(), "another-boot/17");
            for (var name : List.of("auth-service", "gateway", "postgres", "launcher")) {
                here.checkout
                        .running()
                        .remember(new Running(name, identity, 1, false, "one", null));
            }
            Files.writeString(
                    here.checkout.server("postgres").resolve("data/postmaster.pid"),
                    stranger.pid()
                            + "\n"
                            + here.checkout.server("postgres").resolve("data")
                            + "\n1\n1\n\nlocalhost\n1 1\nready\n");

            assertThat(here.command("status").output()).containsPattern("auth-service +died");
            assertThat(here.run("down").exitCode()).isZero();
            var up = here.run("up", "-d");
            assertThat(up.exitCode()).as(up.output()).isZero();
            assertThat(here.run("down").exitCode()).isZero();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().onExit().join();
        }
    }

    @Test
    void stopsEvenWhatTheManifestNoLongerNames() throws IOException {
        here.run("up", "-d");
        Files.writeString(here.checkout.manifest(), "nonsense: true\n");

        var down = here.run("down");

        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(down.output()).contains("gateway", "auth-service", "PostgreSQL");
        here.nothingIsLeft();
    }

    @Test
    void twoCheckoutsRunSideBySide(@TempDir Path folder) throws IOException {
        try (var there = new TestCheckout(folder.toRealPath())) {
            assertThat(here.run("up", "-d").exitCode()).isZero();
            assertThat(there.run("up", "-d").exitCode()).isZero();
            assertThat(here.run("down").exitCode()).isZero();

            assertThat(there.alive()).hasSize(4);
            assertThat(there.command("status").exitCode()).isZero();
        }
    }

    @Test
    void handsOutNoSecretButTheOwnFiles() throws IOException {
        here.with("PGPASSWORD", "administrator's")
                .with("AWS_SECRET_ACCESS_KEY", "somebody's")
                .with("GAME_KEY", "game's own")
                .with("BULKHEAD_AUTH_COLOUR", "blue");
        Files.createDirectories(here.root.resolve("game-service/src/main/resources"));
        Files.writeString(
                here.root.resolve("game-service/src/main/resources/application.yml"),
                "key: ${GAME_KEY:}\n");
        here.run("up", "-d");

        var secrets = here.checkout.secrets();
        assertThat(here.environmentOf("auth").lines())
                .contains("BULKHEAD_DB_PASSWORD_FILE=" + secrets.resolve("auth_user"))
                .contains(
                        "BULKHEAD_AUTH_ENCRYPTION_KEY_FILE="
                                + secrets.resolve("auth_encryption_key"))
                .contains("BULKHEAD_AUTH_COLOUR=blue")
                .noneMatch(line -> line.startsWith("GAME_KEY"))
                .noneMatch(line -> line.contains("game_user"));
        assertThat(here.environmentOf("game").lines())
                .contains("GAME_KEY=game's own")
                .noneMatch(line -> line.contains("ENCRYPTION_KEY") || line.contains("COLOUR"));
        assertThat(here.environmentOf("gateway")).doesNotContain(secrets.toString());
        for (var key : List.of("auth", "game", "gateway")) {
            assertThat(here.environmentOf(key)).doesNotContain("administrator's", "somebody's");
        }
        try (var files = Files.list(secrets)) {
            for (var file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                var secret = Files.readString(file).strip();
                for (var key : List.of("auth", "game", "gateway")) {
                    assertThat(here.environmentOf(key)).doesNotContain(secret);
                }
                assertThat(here.traces()).noneMatch(line -> line.contains(secret));
            }
        }
    }

    @Test
    void servicesAreLockedIntoTheirOwnDatabase() throws IOException {
        here.run("up", "-d");

        assertThat(connects("auth_user", "auth_db", "auth_user")).isTrue();
        assertThat(connects("auth_user", "game_db", "auth_user")).isFalse();
        assertThat(connects("auth_user", "auth_db", "game_user")).isFalse();
    }

    private boolean connects(String user, String database, String passwordOf) throws IOException {
        var password = Files.readString(here.checkout.secrets().resolve(passwordOf)).strip();
        var url = "jdbc:postgresql://localhost:" + here.running("postgres").port() + "/" + database;
        try (var connection = DriverManager.getConnection(url, user, password)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isIn("28000", "28P01", "42501");
            return false;
        }
    }

    @Test
    void worksOnTheDatabasesWithoutTheServices() throws IOException {
        var behind = here.command("db", "status");
        assertThat(behind.exitCode()).isEqualTo(1);
        assertThat(behind.output()).contains("No database has been created yet");
        assertThat(here.command("db", "create", "--dry-run").output())
                .contains("create database")
                .doesNotContain("SCRAM");
        assertThat(here.command("db", "status").exitCode()).isEqualTo(1);

        assertThat(here.command("db", "prepare").output()).contains("2 databases");
        assertThat(here.command("db", "prepare").output())
                .containsPattern("databases +nothing to do");
        assertThat(here.command("db", "status").exitCode()).isZero();
        here.nothingIsLeft();
    }

    @Test
    void saysWhichLineOfTheManifestIsWrong() throws IOException {
        var manifest = here.checkout.manifest();
        var right = Files.readString(manifest);
        Files.writeString(manifest, right + "colour: blue\n");

        var up = here.run("up");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output())
                .contains("platform.yaml:" + (right.lines().count() + 1))
                .doesNotContain("\tat ");
        Files.writeString(manifest, right);
    }

    @Test
    void saysWhereItMayNotWrite() throws IOException {
        Files.createDirectories(here.checkout.state().resolve("builds"));
        Files.writeString(here.checkout.state().resolve("run"), "a file where a folder should be");

        var up = here.run("up");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output())
                .contains("Cannot write to " + here.checkout.state())
                .doesNotContain("\tat ");
        Files.delete(here.checkout.state().resolve("run"));
    }

    @Test
    void followsALog() throws IOException {
        here.run("up", "-d");
        var log = here.checkout.log("auth-service");
        var following = here.start("logs", "auth", "-f").until("Listening on");

        Files.writeString(log, "a new line\n", java.nio.file.StandardOpenOption.APPEND);

        following.until("a new line");
        assertThat(following.signal("INT").ended().exitCode()).isEqualTo(130);
        assertThat(here.command("logs").output())
                .contains("==> game-service <==", "==> postgres <==");
    }

    private static void kill(ProcessIdentity process) {
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.alive());
    }
}
