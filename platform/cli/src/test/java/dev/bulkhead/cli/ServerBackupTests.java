package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulkhead.cli.TestCheckout.Ended;
import dev.bulkhead.cli.process.Spawning;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers of this machine's own PostgreSQL, by the command, while a platform runs. */
class ServerBackupTests {

    private static final String INSTALLED = "--postgres=installed";

    private TestCheckout here;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        var tools =
                Spawning.onPath("pgbackrest").isPresent()
                        && Files.isDirectory(Path.of("/usr/lib/postgresql"));
        assertThat(tools || !"required".equals(System.getProperty("bulkhead.tools"))).isTrue();
        assumeTrue(tools, "PostgreSQL and pgBackRest are installed");
        here = new TestCheckout(folder);
    }

    @AfterEach
    void down() throws IOException {
        if (here != null) {
            here.close();
        }
    }

    @Test
    void restoresUnderARunningPlatformThatWaitsForItsServer() throws Exception {
        askForBackups();
        var platform = here.start("up", INSTALLED).until("Ctrl-C stops everything");
        killDuringBackup();
        assertThat(succeeds("db", "backup", "--server", "--full").output()).contains(", full ");
        write("create table kept (what text); insert into kept values ('first')");
        ask("select pg_sleep(1.1)"); // pgBackRest knows the end of a backup by the second
        var between =
                ask("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US\"Z\"')");
        write("insert into kept values ('second')");

        killDuringRestore(between);
        var restored = succeeds("db", "restore", "--server", "--to", between, "--yes");

        assertThat(ask("select string_agg(what, ',') from kept")).isEqualTo("first");
        assertThat(restored.output())
                .contains("Last commit that is there", "data.before-restore-", "walls", ", full ");
        assertThat(platform.process().isAlive()).as(platform.output()).isTrue();
        assertThat(platform.output()).doesNotContain("has ended");
        assertThat(succeeds("db", "create").output()).contains("nothing to do");
        var listed = succeeds("db", "backups", "--server").output();
        assertThat(listed.lines().filter(it -> it.contains(" full "))).hasSize(2);
        assertThat(succeeds("db", "verify-backup", "--server").output())
                .contains("equal to the server's", "Restored in");
        assertThat(succeeds("db", "restore", "--server", "--drop-old").output())
                .contains("ok deleted");
    }

    /** What pgBackRest was at goes on without the command or ends; the next one is whole. */
    private void killDuringBackup() throws IOException {
        var backup = here.start("db", "backup", "--server", "--full", INSTALLED);
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        here.traces().stream()
                                .anyMatch(it ->
                                        it.contains("pgbackrest") && it.contains("--type=full")));
        backup.process().destroyForcibly().onExit().join();
        assertThat(backup.output()).doesNotContain(", full ");
    }

    /** Whatever was done by then, the platform goes on and the next one does it all. */
    private void killDuringRestore(String moment) throws IOException {
        var restore = here.start("db", "restore", "--server", INSTALLED, "--to", moment, "--yes");
        var fresh = here.checkout.server("postgres-installed").resolve("data.restored");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(fresh));
        restore.process().destroyForcibly().onExit().join();
        assertThat(restore.output()).doesNotContain("ok restore");
    }

    @Test
    void refusesBeforeAnythingIsStarted() throws IOException {
        assertRefused(
                here.command("db", "backup", "--server", INSTALLED),
                1,
                "has no section \"backup\"");
        askForBackups();
        assertRefused(
                here.command("db", "backup", "--server=shop", INSTALLED),
                2,
                "there is no such server; there are postgres");
        assertRefused(
                here.command("db", "restore", "--server", INSTALLED, "--to", "2026-11-21 10:00:00"),
                2,
                "add the time zone");
        assertRefused(
                here.command("db", "restore", "--server", INSTALLED, "--yes"),
                1,
                "There is no backup of postgres-installed to restore from");
        assertRefused(
                here.command("db", "backup", "--server", "--postgres=postgresql://admin@db1:5432/"),
                1,
                "a server that somebody else runs");
        assertThat(here.alive()).isEmpty();
    }

    @Test
    void printsAConfigurationWithoutItsSecrets() throws IOException {
        askForBackups();

        var printed =
                here.command(
                        "db",
                        "backup",
                        "--server",
                        "--print-config",
                        "--postgres=postgresql://admin@db1:5433/");

        assertThat(printed.output())
                .contains(
                        "[postgres]",
                        "pg1-port=5433",
                        "pg1-user=admin",
                        "repo1-cipher-pass=<left out>");
    }

    private void assertRefused(Ended ended, int exitCode, String reason) {
        assertThat(ended.output()).contains(reason);
        assertThat(ended.exitCode()).isEqualTo(exitCode);
    }

    private void askForBackups() throws IOException {
        Files.writeString(
                here.root.resolve("platform.yaml"),
                "backup: {retention: {full: 2}}\n",
                StandardOpenOption.APPEND);
    }

    private Ended succeeds(String... words) throws IOException {
        var command = new String[words.length + 1];
        System.arraycopy(words, 0, command, 0, words.length);
        command[words.length] = INSTALLED;
        var ended = here.run(command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended;
    }

    private void write(String sql) throws SQLException {
        try (var connection = server().connect("auth_db");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (var connection = server().connect("auth_db");
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private DatabaseServer server() {
        return DatabaseServer.local(
                here.ports.get("postgres"),
                "postgres",
                new Secrets(here.checkout.secrets()).password("postgres"));
    }
}
