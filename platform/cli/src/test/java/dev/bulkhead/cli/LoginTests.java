package dev.bulkhead.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often {@code ./bulkhead up} logs in itself: each login takes both sides a while. */
class LoginTests {

    static final Pattern LOGIN =
            Pattern.compile("connection authorized: user=(\\S+) database=(\\S+)");

    TestCheckout here;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
        for (var service : new String[] {"auth", "game"}) {
            var sql = here.root.resolve(service + "-service/src/main/resources/db");
            write(
                    sql.resolve("migration/V1__create_notes.sql"),
                    "create table ${prefix}notes (id int primary key);\n");
            write(
                    sql.resolve("seed/dev/notes.sql"),
                    "insert into ${prefix}notes values (1) on conflict do nothing;\n");
        }
    }

    @AfterEach
    void down() throws IOException {
        here.close();
    }

    @Test
    void withNothingToDoItIsOnceForEachDatabaseAndRole() throws IOException {
        up();
        here.run("down");
        var server = here.checkout.server("postgres");
        Files.writeString(
                server.resolve("data/postgresql.auto.conf"),
                "log_connections = on\n",
                StandardOpenOption.APPEND);

        assertThat(up())
                .containsPattern("databases +nothing to do")
                .containsPattern("migrations +nothing to do")
                .containsPattern("walls +as the manifest intends");

        var logins =
                LOGIN.matcher(Files.readString(server.resolve("server.log")))
                        .results()
                        .collect(groupingBy(it -> it.group(1) + " in " + it.group(2), counting()));
        assertThat(logins)
                .isEqualTo(
                        Map.of(
                                "postgres in postgres", 2L, // one keeps other provisioners out
                                "postgres in auth_db", 1L,
                                "postgres in game_db", 1L,
                                "auth_owner in auth_db", 1L,
                                "game_owner in game_db", 1L));
    }

    String up() throws IOException {
        var up = here.run("up", "-d");
        assertThat(up.exitCode()).as(up.output()).isZero();
        return up.output();
    }

    static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
