package dev.bulkhead.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTests {

    @Test
    void checksPasswordsFromTheStart() throws Exception {
        try (var server = EmbeddedServer.throwaway().administratorPassword("right").start()) {
            try (var connection = DriverManager.getConnection(url(server), "postgres", "right");
                    var result =
                            connection
                                    .createStatement()
                                    .executeQuery("select current_setting('server_version')")) {
                result.next();
                assertThat(result.getString(1)).startsWith("18.");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url(server), "postgres", "wrong"))
                    .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("28P01"));
            assertThat(Files.readString(server.hbaFile()))
                    .doesNotContainPattern("(?m)^[^#].*trust");
        }
    }

    @Test
    void hashesPasswordsLessOnlyWhereNothingIsKept(@TempDir Path folder) throws Exception {
        try (var kept = EmbeddedServer.in(folder).administratorPassword("secret").start();
                var thrownAway =
                        EmbeddedServer.throwaway().administratorPassword("secret").start()) {
            assertThat(verifier(kept)).startsWith("SCRAM-SHA-256$4096:");
            assertThat(verifier(thrownAway)).startsWith("SCRAM-SHA-256$1:");
        }
    }

    private static String verifier(EmbeddedServer server) throws SQLException {
        try (var connection = DriverManager.getConnection(url(server), "postgres", "secret");
                var result =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select rolpassword from pg_authid where rolname ="
                                                + " 'postgres'")) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void keepsDataAcrossRestartsAndIsFoundAgain(@TempDir Path folder) throws Exception {
        var first = EmbeddedServer.in(folder).administratorPassword("secret").start();
        try (var connection = DriverManager.getConnection(url(first), "postgres", "secret")) {
            connection.createStatement().execute("create table kept ()");
        }
        var attached = EmbeddedServer.running(folder).orElseThrow();
        assertThat(attached.port()).isEqualTo(first.port());
        assertThat(attached.pid()).isEqualTo(first.pid());
        attached.stop();
        assertThat(first.isRunning()).isFalse();
        assertThat(EmbeddedServer.running(folder)).isEmpty();

        try (var second = EmbeddedServer.in(folder).administratorPassword("secret").start();
                var connection = DriverManager.getConnection(url(second), "postgres", "secret")) {
            connection.createStatement().execute("select * from kept");
        }
    }

    @Test
    void startingTwiceFindsTheFirst(@TempDir Path folder) {
        try (var first = EmbeddedServer.in(folder).administratorPassword("secret").start();
                var second = EmbeddedServer.in(folder).administratorPassword("secret").start()) {
            assertThat(second.pid()).isEqualTo(first.pid());
            assertThat(second.port()).isEqualTo(first.port());
        }
        assertThat(EmbeddedServer.running(folder)).isEmpty();
    }

    @Test
    void saysWhyItDidNotStart(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            assertThatExceptionOfType(EmbeddedServerFailed.class)
                    .isThrownBy(() ->
                            EmbeddedServer.in(folder)
                                    .port(taken.getLocalPort())
                                    .administratorPassword("secret")
                                    .start())
                    .withMessageContaining("PostgreSQL did not start")
                    .withMessageContaining("Address already in use");
        }
        assertThat(EmbeddedServer.running(folder)).isEmpty();
    }

    @Test
    void refusesTheDataOfAnotherVersion(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "9\n");

        assertThatExceptionOfType(EmbeddedServerFailed.class)
                .isThrownBy(() -> EmbeddedServer.in(folder).administratorPassword("x").start())
                .withMessageContaining("were written by PostgreSQL 9");
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (var server = EmbeddedServer.throwaway().administratorPassword("right").start();
                var connection = DriverManager.getConnection(url(server), "postgres", "right");
                var rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select current_setting('listen_addresses') ||"
                                                + " current_setting('unix_socket_directories')")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("localhost");
        }
    }

    @Test
    void keepsTheContentOfRowsOutOfItsLog() throws Exception {
        try (var server = EmbeddedServer.throwaway().administratorPassword("right").start();
                var connection = DriverManager.getConnection(url(server), "postgres", "right");
                var statement = connection.createStatement()) {
            statement.execute("create table users (email text unique, age int check (age > 0))");
            statement.execute("insert into users values ('anna@example.org', 30)");
            assertThatThrownBy(() ->
                            connection
                                    .prepareStatement(
                                            "insert into users select email, 0 from users")
                                    .execute())
                    .hasMessageContaining("users_age_check");
            assertThatThrownBy(() ->
                            connection.prepareStatement("insert into users table users").execute())
                    .hasMessageContaining("users_email_key");

            assertThat(Files.readString(server.log()))
                    .contains("users_age_check", "users_email_key")
                    .doesNotContain("anna@example.org");
        }
    }

    @Test
    void leavesNothingOfAThrowawayServerBehind() {
        var builder = EmbeddedServer.throwaway().administratorPassword("secret");
        var server = builder.start();
        var process = ProcessHandle.of(server.pid()).orElseThrow();

        server.close();
        server.close();

        await().until(() -> !process.isAlive()); // a zombie, until its new parent looks
        assertThat(builder.folder()).doesNotExist();
    }

    @Test
    void endsWithAJvmThatIsKilled() throws Exception {
        var jvm =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Crashing.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var said = jvm.inputReader().readLine().split(" ");
        var folder = Path.of(said[0]);
        var server = ProcessHandle.of(Long.parseLong(said[1])).orElseThrow();
        assertThat(server.isAlive()).isTrue();

        jvm.destroyForcibly().waitFor();

        await().untilAsserted(() -> assertThat(folder).doesNotExist());
        await().until(() -> !server.isAlive());
    }

    @Test
    void clearsAwayWhatOthersLeft(@TempDir Path parent) throws Exception {
        var orphan = Files.createDirectories(parent.resolve(Leftovers.PREFIX + "1"));
        Files.writeString(orphan.resolve("jvm"), "4194999 1970-01-01T00:00:00Z");
        var reused = Files.createDirectories(parent.resolve(Leftovers.PREFIX + "2"));
        Files.writeString(
                reused.resolve("jvm"), ProcessHandle.current().pid() + " 1970-01-01T00:00:00Z");
        var ours = Files.createDirectories(parent.resolve(Leftovers.PREFIX + "3"));
        Leftovers.claim(ours);
        var starting = Files.createDirectories(parent.resolve(Leftovers.PREFIX + "4"));
        var other = Files.createDirectories(parent.resolve("somebody-elses"));

        Leftovers.clear(parent);

        assertThat(orphan).doesNotExist();
        assertThat(reused).doesNotExist();
        assertThat(ours).exists();
        assertThat(starting).exists();
        assertThat(other).exists();
    }

    static String url(EmbeddedServer server) {
        return "jdbc:postgresql://localhost:" + server.port() + "/postgres";
    }
}
