package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.program.ClientPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bulkhead db backup} and {@code restore} as processes, which are killed at work. */
class BackupTests {

    static final Duration LIMIT = Duration.ofSeconds(90);
    static final int ROWS = 400_000;

    TestCheckout here;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
        var migrations =
                Files.createDirectories(
                        here.root.resolve("auth-service/src/main/resources/db/migration"));
        Files.writeString(
                migrations.resolve("V1__create_users.sql"),
                "create table ${prefix}users (id int primary key, name text not null);\n");
    }

    @AfterEach
    void down() throws IOException {
        here.close();
    }

    @Test
    void saysWhatToInstallForANewerServer() throws Exception {
        var clients = ClientPrograms.here().all("pg_dump");
        requireTools(!clients.isEmpty());
        assumeTrue(clients.stream().allMatch(it -> it.major() < 18), "a new enough one is here");
        assertThat(here.command("db", "create").exitCode()).isZero();

        var backup = here.command("db", "backup", "auth");

        assertThat(backup.exitCode()).isEqualTo(1);
        assertThat(backup.output())
                .contains("pg_dump is older than the server: found ", "needed 18 or newer");
        assertThat(here.checkout.state().resolve("backups")).doesNotExist();
    }

    @Test
    void endsRightWhereverItIsKilled() throws Exception {
        requireTools(
                ClientPrograms.here().all("pg_dump").stream()
                        .anyMatch(it -> Files.isExecutable(it.folder().resolve("initdb"))));
        for (var verb : List.of("db prepare", "up -d")) {
            var ended = here.run((verb + " --postgres=installed").split(" "));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
        sql(
                "auth_db",
                "insert into auth.users select i, md5(i::text) from generate_series(1, %d) i"
                        .formatted(ROWS));
        var backups = here.checkout.state().resolve("backups/logical");

        var backup = here.start("db", "backup", "auth", "--postgres=installed");
        await().atMost(LIMIT)
                .until(() -> names(backups).stream().anyMatch(it -> it.endsWith(".part")));
        backup.process().destroyForcibly().onExit().join();

        assertThat(names(backups)).noneMatch(it -> it.endsWith(".dump"));
        var again = here.command("db", "backup", "auth", "--postgres=installed");
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(names(backups))
                .filteredOn(it -> !it.endsWith(".json"))
                .hasSize(1)
                .allMatch(it -> it.endsWith(".dump"));
        var file =
                names(backups).stream()
                        .filter(it -> it.endsWith(".dump"))
                        .findFirst()
                        .orElseThrow();

        sql("auth_db", "delete from auth.users where id > 10");
        var restore = here.start("db", "restore", "auth", file, "--yes", "--postgres=installed");
        await().atMost(LIMIT)
                .until(() ->
                        count("postgres", "pg_database where datname = 'auth_db_restore'") == 1);
        restore.process().destroyForcibly().onExit().join();

        assertThat(count("auth_db", "auth.users")).isEqualTo(10);
        var restored = here.command("db", "restore", "auth", file, "--yes", "--postgres=installed");
        assertThat(restored.exitCode()).as(restored.output()).isZero();
        assertThat(restored.output())
                .contains("all as they were", "walls            as the manifest intends");
        assertThat(count("auth_db", "auth.users")).isEqualTo(ROWS);
        assertThat(count("postgres", "pg_database where datname = 'auth_db_restore'")).isZero();

        killTheServerWhileItRestores(file);

        var list = here.command("db", "backups", "--postgres=installed");
        assertThat(list.output()).contains(file, "Kept from before a restore of auth");
        var dropped =
                here.command(
                        "db", "restore", "auth", "--drop-old", "--yes", "--postgres=installed");
        assertThat(dropped.exitCode()).as(dropped.output()).isZero();
        assertThat(count("postgres", "pg_database where datname like 'auth_db_%'")).isZero();
    }

    private void killTheServerWhileItRestores(String file) throws Exception {
        sql("auth_db", "delete from auth.users where id > 20");
        var restore = here.start("db", "restore", "auth", file, "--yes", "--postgres=installed");
        await().atMost(LIMIT)
                .until(() ->
                        count("postgres", "pg_database where datname = 'auth_db_restore'") == 1);
        var server = ProcessHandle.of(here.running("postgres").process().pid()).orElseThrow();
        var sessions = server.descendants().toList();
        server.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        var failed = restore.ended();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output()).contains("bulkhead: ").doesNotContain("\tat ");
        assertThat(here.run("down").exitCode()).isZero();
        assertThat(here.run("up", "-d", "--postgres=installed").exitCode()).isZero();

        assertThat(count("auth_db", "auth.users")).isEqualTo(20);
        var restored = here.command("db", "restore", "auth", file, "--yes", "--postgres=installed");
        assertThat(restored.exitCode()).as(restored.output()).isZero();
        assertThat(count("auth_db", "auth.users")).isEqualTo(ROWS);
    }

    private static void requireTools(boolean here) {
        if ("required".equals(System.getProperty("bulkhead.tools"))) {
            assertThat(here)
                    .as("a PostgreSQL with server and client programs, such as postgresql-15")
                    .isTrue();
        }
        assumeTrue(here, "no PostgreSQL with server and client programs is installed");
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> !it.startsWith("."))
                    .toList();
        }
    }

    private void sql(String database, String statement) throws SQLException {
        try (var connection = server().connect(database);
                var it = connection.createStatement()) {
            it.execute(statement);
        }
    }

    private long count(String database, String what) throws SQLException {
        try (var connection = server().connect(database);
                var it = connection.createStatement();
                var result = it.executeQuery("select count(*) from " + what)) {
            result.next();
            return result.getLong(1);
        }
    }

    private DatabaseServer server() {
        return DatabaseServer.local(
                here.running("postgres").port(),
                "postgres",
                new Secrets(here.checkout.secrets()).password(Secrets.ADMINISTRATOR));
    }
}
