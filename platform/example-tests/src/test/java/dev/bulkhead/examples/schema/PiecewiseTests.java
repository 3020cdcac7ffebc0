package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.examples.Examples;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.plan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Services created and dropped one by one: what is the others' is left alone, and the sum is the
 * whole.
 */
class PiecewiseTests {

    /** What provisioning may change anywhere, in one database's view of it. */
    private static final String STATE =
            """
            select concat_ws(' ', 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
                             rolreplication, rolbypassrls, rolconnlimit, rolconfig::text)
              from pg_roles where rolname !~ '^pg_'
            union all
            select concat_ws(' ', 'database', datname, datconnlimit, pg_get_userbyid(datdba),
                             (select string_agg(a::text, ',' order by a::text) from unnest(datacl) a),
                             (select string_agg(setconfig::text, ',') from pg_db_role_setting s where s.setdatabase = d.oid))
              from pg_database d
            union all
            select concat_ws(' ', 'schema', current_database(), nspname, pg_get_userbyid(nspowner),
                             (select string_agg(a::text, ',' order by a::text) from unnest(nspacl) a))
              from pg_namespace where nspname !~ '^pg_'
            union all
            select concat_ws(' ', 'default', current_database(), pg_get_userbyid(defaclrole), defaclobjtype,
                             (select nspname from pg_namespace n where n.oid = defaclnamespace),
                             (select string_agg(a::text, ',' order by a::text) from unnest(defaclacl) a))
              from pg_default_acl
            union all
            select concat_ws(' ', 'relation', current_database(), c.oid::regclass, pg_get_userbyid(relowner),
                             (select string_agg(a::text, ',' order by a::text) from unnest(relacl) a))
              from pg_class c join pg_namespace n on n.oid = relnamespace
             where nspname !~ '^pg_' and nspname <> 'information_schema'
            union all
            select concat_ws(' ', 'hba', line_number, type, database::text, user_name::text, address, auth_method)
              from pg_hba_file_rules
            order by 1
            """;

    @ParameterizedTest
    @CsvSource({"edulink,", "atriz,", "edulink, PREFIX"})
    void oneGoesWithoutTheOthersAndAllComeBackOneByOne(String example, @Nullable Isolation rung)
            throws SQLException {
        try (var platform = ExamplePlatform.start(Examples.manifest(example, rung))) {
            var provisioning = platform.provisioning();
            var atOnce = state(provisioning);
            var one = platform.services().getFirst();
            var others = platform.services().stream().filter(it -> !it.equals(one)).toList();
            var rows = rows(platform, others);

            provisioning.remove(List.of(one), false, _ -> {});
            provisioning.remove(List.of(one), false, _ -> {}); // as after a tool was killed
            assertThat(rows(platform, others)).isEqualTo(rows);
            provisioning.applyOnly(List.of(one), _ -> {});
            assertThat(provisioning.migrate(one).applied()).isNotEmpty();
            assertThat(state(provisioning)).isEqualTo(atOnce);
            assertThat(rows(platform, others)).isEqualTo(rows);

            provisioning.remove(platform.services(), false, _ -> {});
            assertThat(state(provisioning))
                    .as("nothing of any service is left")
                    .noneMatch(it ->
                            it.matches("\\w+: (role|database) (?!postgres |template[01] ).*"));
            for (var service : platform.services().reversed()) {
                provisioning.applyOnly(List.of(service), _ -> {});
                provisioning.migrate(service);
            }
            assertThat(state(provisioning)).isEqualTo(atOnce);
            assertThat(provisioning.plan().steps()).isEmpty();
        }
    }

    @Test
    void namingOneLeavesTheDriftOfAnotherAlone() throws SQLException {
        try (var platform = ExamplePlatform.provisioned(Examples.manifest("edulink"))) {
            var provisioning = platform.provisioning();
            try (var connection = provisioning.server().connect("edulink")) {
                drift(connection, platform.database("auth"));
                drift(connection, platform.database("user"));
            }

            var taken = provisioning.applyOnly(List.of("auth"), _ -> {});

            assertThat(taken)
                    .hasSize(3)
                    .extracting(Step::what)
                    .noneMatch(it -> it.contains("user_user") || it.contains("user_owner"));
            assertThat(provisioning.planOnly(List.of("auth")).steps()).isEmpty();
            assertThat(provisioning.plan().steps()).as("the other's").hasSize(3);
        }
    }

    private static void drift(Connection connection, ServiceDatabase place) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("alter role %s createdb".formatted(place.owner()));
            statement.execute("alter role %s set work_mem = '1GB'".formatted(place.user()));
            statement.execute(
                    "grant create on schema \"%s\" to %s".formatted(place.schema(), place.user()));
        }
    }

    private static List<String> state(Provisioning provisioning) throws SQLException {
        var lines = new ArrayList<String>();
        try (var connection = provisioning.server().connect()) {
            for (var database :
                    ExamplePlatform.ask(
                            connection,
                            "select datname from pg_database where datallowconn and datname <>"
                                    + " 'template1' order by 1")) {
                try (var there = provisioning.server().connect(database)) {
                    ExamplePlatform.ask(there, STATE).stream()
                            .map(it -> database + ": " + it)
                            .forEach(lines::add);
                }
            }
        }
        return lines;
    }

    /** How many rows each table has, as the administrator sees them. */
    private static List<String> rows(ExamplePlatform platform, List<String> services)
            throws SQLException {
        var counts = new ArrayList<String>();
        for (var service : services) {
            var place = platform.database(service);
            for (var table : platform.provisioning().cleaner(service).tables()) {
                counts.add(
                        "%s %s"
                                .formatted(
                                        table,
                                        platform.ask(
                                                service,
                                                "select count(*) from \"%s\".\"%s\""
                                                        .formatted(place.schema(), table))));
            }
        }
        return counts;
    }
}
