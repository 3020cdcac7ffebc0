package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AzoraTests extends ExampleContract {

    AzoraTests() {
        super(
                "azora",
                Map.of(
                        "auth",
                        tables(
                                "users",
                                "sessions",
                                "tokens",
                                "mfa_settings",
                                "user_profiles",
                                "audit_log"),
                        "education",
                        tables(
                                "students",
                                "courses",
                                "modules",
                                "enrollments",
                                "learning_progress"),
                        "mint",
                        Map.of(
                                "wallets",
                                List.of("balance", "staked", "earned"),
                                "transactions",
                                List.of()),
                        "forge",
                        tables("jobs", "applications", "contracts", "milestones", "disputes"),
                        "sapiens",
                        tables(
                                "tutoring_sessions",
                                "messages",
                                "insights",
                                "learning_paths",
                                "path_steps"),
                        "nexus",
                        tables("events"),
                        "family",
                        tables("members", "conversations", "messages"),
                        "notifications",
                        tables("notifications"),
                        "health",
                        tables("checks")));
    }

    private static Map<String, List<String>> tables(String... names) {
        var tables = new TreeMap<String, List<String>>();
        Set.of(names).forEach(it -> tables.put(it, List.of()));
        return tables;
    }

    @Override
    String somebody() {
        return "019a0000-0000-7000-8000-000000000001";
    }

    @Test
    void givesEachServiceADatabaseThatOnlyItReads() throws SQLException {
        assertThat(platform.provisioning().databases())
                .allSatisfy(
                        it -> assertThat(it.database()).isEqualTo("azora_" + it.service().name()));
        for (var it : readable().entrySet()) {
            // nobody acts, so tables under row-level security refuse even their own service
            assertThat(relations(it.getKey())).as(it.getKey()).containsAll(it.getValue());
        }
    }

    @Test
    void holdsEightExactDecimals() throws SQLException {
        assertThat(
                        platform.ask(
                                "mint",
                                "select column_name || ' ' || format_type(atttypid, atttypmod) from"
                                    + " information_schema.columns join pg_attribute on attrelid ="
                                    + " 'mint.wallets'::regclass and attname = column_name where"
                                    + " table_name = 'wallets' and data_type = 'numeric' order by"
                                    + " 1"))
                .containsExactly(
                        "balance numeric(18,8)", "earned numeric(18,8)", "staked numeric(18,8)");
    }

    @Test
    void showsAPersonTheirOwnWalletAndLessonsOnly() throws SQLException {
        try (var mint = platform.asUserOf("mint");
                var sapiens = platform.asUserOf("sapiens")) {
            for (var connection : List.of(mint, sapiens)) {
                connection.setAutoCommit(false);
                ExamplePlatform.ask(
                        connection,
                        "select set_config('app.current_user_id', ?, true)",
                        "019a0000-0000-7000-8000-000000000004");
            }
            assertThat(ExamplePlatform.ask(mint, "select user_id from wallets")).isEmpty();
            assertThat(ExamplePlatform.ask(mint, "select id from transactions")).isEmpty();
            assertThat(ExamplePlatform.ask(sapiens, "select body from messages"))
                    .containsExactly("What is a half of a third?");
            assertThat(ExamplePlatform.ask(sapiens, "select id from path_steps")).isEmpty();
        }
    }
}
