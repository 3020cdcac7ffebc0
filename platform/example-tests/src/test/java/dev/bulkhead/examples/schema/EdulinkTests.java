package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EdulinkTests extends ExampleContract {

    EdulinkTests() {
        super(
                "edulink",
                Map.of(
                        "auth",
                        Map.of(
                                "users", List.of(),
                                "permissions", List.of(),
                                "audit_log", List.of()),
                        "user",
                        Map.of("profiles", List.of()),
                        "institution",
                        Map.of("institutions", List.of(), "programs", List.of()),
                        "notification",
                        Map.of(
                                "notifications", List.of(),
                                "preferences", List.of(),
                                "templates", List.of()),
                        "application",
                        Map.of("applications", List.of()),
                        "internship",
                        Map.of("placements", List.of())));
    }

    @Test
    void hasASchemaPerServiceInOneDatabase() {
        assertThat(platform.provisioning().databases())
                .allSatisfy(it -> {
                    assertThat(it.database()).isEqualTo("edulink");
                    assertThat(it.schema()).isEqualTo(it.service().name() + "_schema");
                });
    }

    @Test
    void letsReadersReadWhatIsPublishedAndNoTable() throws SQLException {
        var published =
                Map.of(
                        "auth", List.of("auth_api.permissions", "auth_api.users"),
                        "user", List.of("user_api.profiles"),
                        "institution",
                                List.of("institution_api.institutions", "institution_api.programs"),
                        "application", List.of("application_api.applications"),
                        "internship", List.of("internship_api.placements"));
        var expected = new TreeMap<String, TreeSet<String>>();
        for (var service : platform.services()) {
            var relations = new TreeSet<>(relations(service));
            assertThat(relations).containsAll(published.getOrDefault(service, List.of()));
            if (service.equals("user")) {
                relations.addAll(published.get("auth"));
            } else if (service.equals("notification")) {
                published.values().forEach(relations::addAll);
            }
            expected.put(service, relations);
        }

        assertThat(readable()).isEqualTo(expected);
    }

    @Test
    void publishesNoMoreThanReadersNeed() throws SQLException {
        assertThat(
                        platform.ask(
                                "auth",
                                "select table_schema || '.' || table_name || '(' ||"
                                    + " string_agg(column_name, ', ' order by ordinal_position) ||"
                                    + " ')' from information_schema.columns where table_schema like"
                                    + " '%\\_api' group by table_schema, table_name order by 1"))
                .containsExactly(
                        "application_api.applications(id, user_id, program_id, status,"
                                + " submitted_at, decided_at)",
                        "auth_api.permissions(user_id, permission, expires_at)",
                        "auth_api.users(id, email, display_name, kind, is_active)",
                        "institution_api.institutions(id, name, kind, country, city)",
                        "institution_api.programs(id, institution_id, name, degree, language,"
                                + " starts_on, application_deadline, status)",
                        "internship_api.placements(id, user_id, company, title, status, starts_on,"
                                + " ends_on)",
                        "user_api.profiles(user_id, full_name, language, time_zone)");
        assertThat(
                        platform.ask(
                                "auth",
                                "select relname from pg_class where relkind = 'v' and"
                                    + " relnamespace::regnamespace::text like '%\\_api' and not"
                                    + " coalesce(reloptions, '{}') @> '{security_barrier=true}'"))
                .isEmpty();
    }

    /** What has expired, and what somebody who left may do, is not published. */
    @Test
    void publishesPermissionsThatHoldNow() throws SQLException {
        try (var connection = platform.asUserOf("user")) {
            assertThat(
                            ExamplePlatform.ask(
                                    connection,
                                    "select permission from auth_api.permissions order by 1"))
                    .containsExactly("application.decide", "application.submit");
        }
    }
}
