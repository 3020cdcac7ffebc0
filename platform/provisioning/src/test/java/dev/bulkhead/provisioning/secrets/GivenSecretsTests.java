package dev.bulkhead.provisioning.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenSecretsTests {

    static final String GOOD = "gale-Tarn-83-oxbow-Fell";

    @TempDir Path folder;
    GivenSecrets given;
    Secrets secrets;

    @BeforeEach
    void folders() throws IOException {
        given = new GivenSecrets(Files.createDirectory(folder.resolve("given")));
        secrets = new Secrets(folder.resolve("secrets"));
    }

    @Test
    void takesWhatIsGivenAndLeavesTheRestRandom() throws IOException {
        give("postgres", GOOD + "\n");
        var random = secrets.password("auth_user");

        given.takeInto(secrets, Set.of("postgres"), Set.of("auth_user"));

        assertThat(secrets.password("postgres")).isEqualTo(GOOD);
        assertThat(secrets.password("auth_user")).isEqualTo(random).hasSizeGreaterThan(40);
    }

    @Test
    void namesEverythingThatIsWrongAndTakesNothing() throws IOException {
        give("postgres", GOOD);
        give("auth_user", "short");
        give("postgress", GOOD);

        assertThatThrownBy(() ->
                        given.takeInto(
                                secrets,
                                Set.of("postgres", "auth_admin_password"),
                                Set.of("auth_user")))
                .isInstanceOf(ProvisioningFailed.class)
                .hasMessageContaining("auth_admin_password is missing")
                .hasMessageContaining("auth_user has 5 characters and needs 16")
                .hasMessageContaining("postgress is no secret of this platform")
                .hasMessageNotContaining("short");
        assertThat(secrets.has("postgres")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "postgres-postgres-1",
                "ChangeMeChangeMe2026",
                "bulkhead_admin_secret_123456",
                "Administrator-Passwort-0000"
            })
    void refusesWordsThatEverybodyTriesFirst(String secret) {
        assertThat(GivenSecrets.objection(secret))
                .hasValue("is made of words that everybody tries first");
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "fifteen-letters, has 15 characters and needs 16",
        "xyxyxyxyxyxyxyxy, repeats 2 characters and needs 8 different ones",
        "four words with blanks, must be one line of printable ASCII without blanks"
    })
    void saysWhatIsWrong(String secret, String objection) {
        assertThat(GivenSecrets.objection(secret)).hasValue(objection);
    }

    @Test
    void hasNothingAgainstARandomSecretOrAPhrase() {
        for (var i = 0; i < 1000; i++) {
            assertThat(GivenSecrets.objection(Secrets.random())).isEmpty();
        }
        assertThat(GivenSecrets.objection(GOOD)).isEmpty();
    }

    private void give(String name, String secret) throws IOException {
        Files.writeString(given.folder().resolve(name), secret);
    }
}
