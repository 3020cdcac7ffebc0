package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our own four, described a second time without what does not concern their databases. */
class SharedPostgresTests extends ExampleContract {

    SharedPostgresTests() {
        super(
                "shared-postgres",
                Map.of(
                        "auth",
                        Map.of(
                                "users",
                                List.of(
                                        "id",
                                        "email",
                                        "username",
                                        "password_hash",
                                        "name",
                                        "email_verified",
                                        "is_active",
                                        "created_at",
                                        "updated_at"),
                                "sessions",
                                List.of(
                                        "id",
                                        "user_id",
                                        "refresh_token_hash",
                                        "family_id",
                                        "user_agent",
                                        "ip",
                                        "expires_at",
                                        "rotated_at",
                                        "created_at"),
                                "oauth_accounts",
                                List.of("id", "user_id", "provider", "provider_account_id"),
                                "roles",
                                List.of("id", "name", "description"),
                                "user_roles",
                                List.of("user_id", "role_id"),
                                "one_time_tokens",
                                List.of("id", "user_id", "purpose", "token_hash", "used_at"),
                                "mfa_settings",
                                List.of("user_id", "totp_secret", "enabled_at"),
                                "oauth_clients",
                                List.of(),
                                "audit_log",
                                List.of("id", "user_id", "action", "metadata", "created_at")),
                        "payment",
                        Map.of(
                                "customers",
                                List.of("id", "email", "name", "stripe_customer_id"),
                                "products",
                                List.of("id", "sku", "name", "unit_price", "currency", "active"),
                                "orders",
                                List.of("id", "user_id", "status", "total_amount", "currency"),
                                "order_items",
                                List.of("id", "order_id", "product_name", "quantity", "unit_price"),
                                "payments",
                                List.of("id", "order_id", "stripe_payment_intent_id", "status"),
                                "refunds",
                                List.of("id", "payment_id", "stripe_refund_id", "amount", "status"),
                                "webhook_events",
                                List.of("type", "payload", "received_at", "processed_at", "error"),
                                "idempotency_keys",
                                List.of("user_id", "key", "request_hash", "response_status")),
                        "game",
                        Map.of(
                                "players",
                                List.of("id", "username", "rating", "created_at"),
                                "lobbies",
                                List.of("id", "creator_id", "name", "max_players", "status"),
                                "lobby_players",
                                List.of("id", "lobby_id", "player_id", "is_ready", "joined_at"),
                                "games",
                                List.of("id", "lobby_id", "status", "current_question"),
                                "game_participants",
                                List.of("id", "game_id", "player_id", "score", "correct_answers"),
                                "questions",
                                List.of("id", "game_id", "question_text", "options", "order_index"),
                                "answers",
                                List.of("id", "participant_id", "question_id", "is_correct"),
                                "question_bank",
                                List.of("id", "category", "difficulty", "correct_answer")),
                        "media",
                        Map.of(
                                "videos",
                                List.of("id", "owner_id", "file_path", "file_size", "hash"),
                                "tags",
                                List.of("id", "video_id", "tag_name", "tag_category"),
                                "watch_history",
                                List.of("id", "video_id", "user_id", "position_seconds"))));
    }

    @Test
    @Override
    void hasARowInEveryTable() throws SQLException {
        // people bring the rows; only reference data is seeded
        try (var connection = platform.asUserOf("game")) {
            assertThat(ExamplePlatform.ask(connection, "select count(*) from question_bank"))
                    .isNotEqualTo(List.of("0"));
        }
    }

    @Override
    List<String> neverFilteredBy() {
        return List.of("payments.attempt_id", "refunds.requested_by", "scans.started_by");
    }

    @Override
    boolean namesBeginWithTheTable() {
        return platform.database("auth").prefix().isEmpty();
    }

    @Test
    void describesTheServicesOfThisRepository() {
        var ours = Manifest.read(TestServer.manifest().file());
        var example = manifest(null);

        assertThat(example.services()).isEqualTo(ours.services());
        assertThat(example.server()).isEqualTo(ours.server());
        assertThat(example.isolation()).isEqualTo(ours.isolation());
    }
}
