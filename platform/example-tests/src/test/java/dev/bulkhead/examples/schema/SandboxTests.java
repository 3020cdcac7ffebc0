package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxTests extends ExampleContract {

    SandboxTests() {
        super(
                "sandbox",
                Map.of(
                        "auth",
                        Map.of(
                                "users",
                                List.of(
                                        "email",
                                        "hashed_password",
                                        "nin_verified",
                                        "bvn_verified",
                                        "created_at"),
                                "oauth_clients",
                                List.of("client_id", "client_secret", "client_name"),
                                "oauth_tokens",
                                List.of()),
                        "config",
                        Map.of("settings", List.of(), "versions", List.of()),
                        "nin",
                        Map.of(
                                "verifications",
                                List.of("nin", "user_id", "verification_status", "verified_at"),
                                "cache",
                                List.of()),
                        "bvn",
                        Map.of("verifications", List.of(), "cache", List.of()),
                        "sms",
                        Map.of("messages", List.of(), "logs", List.of()),
                        "ai",
                        Map.of("requests", List.of(), "responses", List.of()),
                        "ivr",
                        Map.of("calls", List.of(), "sessions", List.of()),
                        "twoway_sms",
                        Map.of("conversations", List.of())));
    }

    @Test
    void livesInOneDatabaseUnderOneUser() {
        assertThat(platform.provisioning().databases())
                .allSatisfy(it -> {
                    assertThat(it.isolation()).isEqualTo(Isolation.PREFIX);
                    assertThat(it.database()).isEqualTo("sandbox_platform");
                    assertThat(it.user()).isEqualTo("sandbox_user");
                });
    }

    /** The rung without walls: the service for text messages reads who proved what. */
    @Test
    void keepsNobodyOut() throws SQLException {
        try (var connection = platform.asUserOf("sms")) {
            assertThat(
                            ExamplePlatform.ask(
                                    connection, "select nin from nin_verifications order by 1"))
                    .containsExactly("00000000001", "00000000002");
        }
    }

    @Test
    void takesElevenCharactersForANationalIdentificationNumber() throws SQLException {
        assertThat(
                        platform.ask(
                                "nin",
                                "select data_type || character_maximum_length from"
                                        + " information_schema.columns where table_name ="
                                        + " 'nin_verifications' and column_name = 'nin'"))
                .containsExactly("character11");
        assertThat(
                        platform.ask(
                                "auth",
                                "select conname from pg_constraint where conrelid ="
                                    + " 'sandbox.auth_oauth_clients'::regclass and contype = 'u'"))
                .containsExactly("auth_oauth_clients_client_id_key");
    }
}
