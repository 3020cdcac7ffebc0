package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.references.CheckingReferences;
import dev.bulkhead.provisioning.references.ReferenceCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AtrizTests extends ExampleContract {

    private static final List<String> LOGIN =
            List.of(
                    "shared_api.auth_tokens",
                    "shared_api.roles",
                    "shared_api.user_roles",
                    "shared_api.users");

    AtrizTests() {
        super(
                "atriz",
                Map.of(
                        "shared",
                        Map.of(
                                "users", List.of(),
                                "auth_tokens", List.of("user_id"),
                                "roles", List.of(),
                                "user_roles", List.of("user_id", "role_id")),
                        "atriz",
                        Map.of("user_profiles", List.of("user_id")),
                        "mextrack",
                        Map.of("vehicles", List.of("user_id"), "tracking_data", List.of()),
                        "pshop",
                        Map.of("products", List.of("user_id"), "inventory", List.of("user_id"))));
    }

    @Test
    void hasOneSharedDatabaseAndThreeOfApplications() {
        assertThat(platform.provisioning().databases())
                .extracting(it -> it.database())
                .containsExactly("atriz_shared", "atriz_db", "mextrack_db", "pshop_db");
    }

    @Test
    void letsApplicationsReadWhatALoginNeedsAndNoTable() throws SQLException {
        var expected = new TreeMap<String, TreeSet<String>>();
        for (var service : platform.services()) {
            var relations = new TreeSet<>(relations(service));
            relations.addAll(LOGIN);
            expected.put(service, relations);
        }

        assertThat(readable()).isEqualTo(expected);
    }

    /** Of three tokens one was taken back, and one belongs to somebody who may not sign in. */
    @Test
    void publishesTokensThatAreGoodAndNoPassword() throws SQLException {
        try (var connection = platform.asUserOf("mextrack", "shared")) {
            assertThat(
                            ExamplePlatform.ask(
                                    connection,
                                    "select u.email from shared_api.auth_tokens t join"
                                            + " shared_api.users u on u.id = t.user_id where"
                                            + " t.token_hash = sha256('atriz token 1')"))
                    .containsExactly("alma@example.org");
            assertThat(
                            ExamplePlatform.ask(
                                    connection, "select count(*) from shared_api.auth_tokens"))
                    .containsExactly("1");
            assertThat(
                            ExamplePlatform.ask(
                                    connection,
                                    "select attname from pg_attribute where attrelid ="
                                            + " 'shared_api.users'::regclass and attnum > 0"))
                    .containsExactly("id", "email", "display_name", "is_active");
        }
    }

    @Test
    void findsTheOneVehicleOfNobodyAndNoneOnceItIsGone() throws SQLException {
        var checking = new CheckingReferences(platform.provisioning());

        var checks = checking.check(_ -> {});

        assertThat(checks)
                .extracting(it -> it.reference().toString())
                .containsExactly(
                        "user_profiles.user_id: shared.users.id",
                        "vehicles.user_id: shared.users.id",
                        "products.user_id: shared.users.id",
                        "inventory.user_id: shared.users.id");
        assertThat(checks).extracting(ReferenceCheck::checked).containsExactly(2L, 3L, 1L, 1L);
        assertThat(checks).extracting(ReferenceCheck::orphans).containsExactly(0L, 1L, 0L, 0L);
        assertThat(checks.get(1).first()).containsExactly("019c0000-0000-7000-8000-0000000000ff");

        try (var connection = platform.asUserOf("mextrack");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("delete from vehicles where plate_number = 'EX-03-PL'");
            connection.commit();
            assertThat(checking.check(_ -> {})).allMatch(ReferenceCheck::holds);
        } finally {
            platform.provisioning().seed("mextrack", Environment.DEV);
        }
    }

    @Test
    void keepsPositionsOfAnyTimeAndOnceOnly() throws SQLException {
        try (var connection = platform.asUserOf("mextrack")) {
            assertThat(
                            ExamplePlatform.ask(
                                    connection,
                                    "select tableoid::regclass from tracking_data order by"
                                            + " recorded_at"))
                    .containsExactly(
                            "tracking_data_rest", "tracking_data_2026_q4", "tracking_data_2026_q4");
        }
    }
}
