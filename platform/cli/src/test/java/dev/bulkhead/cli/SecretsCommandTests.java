package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container is given: its own secrets, and where its database is. */
class SecretsCommandTests {

    TestCheckout here;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
    }

    @Test
    void theManifestAloneDecidesWhereAServiceFindsItsTables() throws IOException {
        assertThat(handOut()).isZero();
        assertThat(connection("auth"))
                .contains(
                        "spring.datasource.url=jdbc:postgresql://shared:5432/auth_db\n",
                        "spring.datasource.username=auth_user\n",
                        "bulkhead.db.password-file=/run/bulkhead/secrets/auth_user\n",
                        "bulkhead.db.prefix=\n",
                        "bulkhead.db.pool=5\n",
                        "bulkhead.db.address-file=/run/bulkhead/secrets/connection.properties\n")
                .doesNotContain(secret("auth_user"));
        assertThat(files("auth"))
                .containsExactly("auth_encryption_key", "auth_user", "connection.properties");
        assertThat(files("postgres")).containsExactly("postgres");

        isolation("prefix");
        assertThat(handOut()).isZero();
        assertThat(connection("auth"))
                .contains(
                        "spring.datasource.url=jdbc:postgresql://shared:5432/test_prefix_db\n",
                        "bulkhead.db.password-file=/run/bulkhead/secrets/test_user\n",
                        "bulkhead.db.prefix=auth_\n",
                        "bulkhead.db.owner-role=test_owner\n");
        assertThat(files("game")).containsExactly("connection.properties", "test_user");
    }

    @Test
    void aServerOfItsOwnNeedsAnAddress() throws IOException {
        isolation("server");
        assertThat(handOut()).isEqualTo(2);
        assertThat(handOut("--server=auth=one:5432", "--server=game=other:5432")).isZero();
        assertThat(connection("auth")).contains("jdbc:postgresql://one:5432/auth_db");
        assertThat(connection("game")).contains("jdbc:postgresql://other:5432/game_db");
        assertThat(files("postgres-game")).containsExactly("postgres_game");
    }

    @Test
    void aServerThatHasToProveWhoItIsIsAskedToByEveryService() throws IOException {
        isolation("server");
        assertThat(
                        handOut(
                                "--server=auth=one:5432?sslmode=verify-full&sslrootcert=/tls/ca.crt",
                                "--server=game=other:5432"))
                .isZero();
        assertThat(connection("auth"))
                .contains(
                        "url=jdbc:postgresql://one:5432/auth_db?sslmode=verify-full&sslrootcert=/tls/ca.crt\n");
        assertThat(handOut("--server=auth=one:5432?sslmode=some", "--server=game=other:5432"))
                .isEqualTo(2);
    }

    @Test
    void takesWhatAnOperatorGivesAndRefusesWhatAnybodyGuesses() throws IOException {
        var given = Files.createDirectory(here.root.resolve("given"));
        Files.writeString(given.resolve("postgres"), "gale-Tarn-83-oxbow-Fell");
        Files.writeString(given.resolve("auth_encryption_key"), "changeme-changeme");
        assertThat(handOut("--given=" + given)).isEqualTo(1);
        assertThat(here.root.resolve("into")).doesNotExist();

        Files.writeString(given.resolve("auth_encryption_key"), "a-key.that/nobody+has=written");
        assertThat(handOut("--given=" + given)).isZero();
        assertThat(here.root.resolve("into/postgres/postgres"))
                .hasContent("gale-Tarn-83-oxbow-Fell");
        assertThat(here.root.resolve("into/auth/auth_encryption_key"))
                .hasContent("a-key.that/nobody+has=written");
        assertThat(secret("auth_user")).hasSizeGreaterThan(40);
    }

    private int handOut(String... more) {
        var line = Bulkhead.commandLine(here.checkout);
        var arguments = new java.util.ArrayList<String>();
        arguments.add("secrets");
        arguments.add("--into=" + here.root.resolve("into"));
        arguments.add("--server=shared:5432");
        arguments.addAll(java.util.List.of(more));
        return line.execute(arguments.toArray(String[]::new));
    }

    private void isolation(String rung) throws IOException {
        var manifest = here.checkout.manifest();
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst("(?m)^isolation: .*$", "isolation: " + rung));
    }

    private String connection(String service) throws IOException {
        return Files.readString(here.root.resolve("into/" + service + "/connection.properties"));
    }

    private String secret(String name) throws IOException {
        return Files.readString(here.checkout.secrets().resolve(name)).strip();
    }

    private Set<String> files(String owner) throws IOException {
        try (var files = Files.list(here.root.resolve("into").resolve(owner))) {
            return new TreeSet<>(files.map(it -> it.getFileName().toString()).toList());
        }
    }
}
