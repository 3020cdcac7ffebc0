package dev.bulkhead.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

    static String url(EmbeddedServer server) {
        return "jdbc:postgresql://localhost:" + server.port() + "/postgres";
    }
}
