package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bulkhead db rotate-password} on a server that runs, and on one that does not. */
class RotatePasswordTests {

    static final List<String> ROLES = List.of("auth_owner", "auth_user", "game_owner", "game_user");

    TestCheckout here;
    Secrets secrets;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
        secrets = new Secrets(here.checkout.secrets());
    }

    @AfterEach
    void down() throws IOException {
        here.close();
    }

    @Test
    void replacesPasswordsOfARunningPlatform() throws Exception {
        assertThat(here.run("up", "-d").exitCode()).isZero();
        var before = passwords();

        var one = here.command("db", "rotate-password", "auth");

        assertThat(one.exitCode()).as(one.output()).isZero();
        assertThat(one.output()).contains("new for auth_owner, auth_user");
        var after = passwords();
        assertThat(changed(before, after)).containsExactly("auth_owner", "auth_user");
        assertThat(one.output()).doesNotContain(before.get("auth_user"), after.get("auth_user"));
        connect("auth_user", "auth_db", after.get("auth_user"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connect("auth_user", "auth_db", before.get("auth_user")))
                .matches(it -> "28P01".equals(it.getSQLState()));

        var user = here.command("db", "rotate-password", "game", "--role", "user");
        assertThat(user.output()).contains("new for game_user").doesNotContain("game_owner");
        assertThat(changed(after, passwords())).containsExactly("game_user");

        assertThat(here.command("status").exitCode()).isZero();
        assertThat(here.command("db", "create").output()).contains("nothing to do");

        var nobody = here.command("db", "rotate-password", "auth", "nobody");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.output())
                .contains("There is no service nobody; the manifest has auth, game.");
    }

    @Test
    void replacesAllPasswordsAndTheirCopiesWhileNothingRuns() throws Exception {
        assertThat(here.command("db", "create").exitCode()).isZero();
        var copies = here.root.resolve("handed-out");
        assertThat(
                        here.command("secrets", "--into=" + copies, "--server=localhost:5432")
                                .exitCode())
                .isZero();
        var before = passwords();

        var all = here.command("db", "rotate-password", "--all", "--into", copies.toString());

        assertThat(all.exitCode()).as(all.output()).isZero();
        var after = passwords();
        assertThat(changed(before, after)).isEqualTo(ROLES);
        assertThat(Files.readString(copies.resolve("auth/auth_user")))
                .isEqualToIgnoringNewLines(after.get("auth_user"));
        assertThat(copies.resolve("auth/auth_owner")).doesNotExist();
        here.nothingIsLeft();
        assertThat(here.command("db", "create").output()).contains("nothing to do");
    }

    @Test
    void saysWhoseElseAPasswordIs() throws Exception {
        assertThat(here.command("db", "create", "--isolation=prefix").exitCode()).isZero();

        var one = here.command("db", "rotate-password", "auth", "--isolation=prefix");

        assertThat(one.exitCode()).as(one.output()).isZero();
        assertThat(one.output())
                .contains("new for test_owner, test_user")
                .contains("They are also game's passwords: on this rung services share");
        assertThat(here.command("db", "create", "--isolation=prefix").output())
                .contains("nothing to do");
    }

    @Test
    void saysThatThereAreNoRolesYet() throws Exception {
        var early = here.command("db", "rotate-password", "auth");

        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.output())
                .contains("There is no role auth_owner", "create the databases first");
    }

    private TreeMap<String, String> passwords() {
        var passwords = new TreeMap<String, String>();
        ROLES.forEach(it -> passwords.put(it, secrets.password(it)));
        return passwords;
    }

    private static List<String> changed(
            TreeMap<String, String> before, TreeMap<String, String> after) {
        return ROLES.stream().filter(it -> !before.get(it).equals(after.get(it))).toList();
    }

    private void connect(String role, String database, String password) throws SQLException {
        var server =
                DatabaseServer.local(
                        here.running("postgres").port(), "postgres", "of no use in this test");
        server.connect(database, role, password).close();
    }
}
