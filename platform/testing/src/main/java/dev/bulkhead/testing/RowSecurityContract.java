package dev.bulkhead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold of tables whose rows are somebody's. Each service's test implements it and sees to
 * it that at least two people have rows in each of the tables.
 *
 * <p>Every statement here forgets to say whose rows it means.
 */
public interface RowSecurityContract {

    /** Insufficient privilege; also what a policy answers with. */
    String REFUSED = "42501";

    TestDatabase database();

    /** The tables of the service that row-level security guards, as the manifest lists them. */
    default List<String> guardedTables() {
        return database().names().rowSecurityTables();
    }

    /** Everybody who has rows. */
    Set<UUID> people();

    @Test
    default void guardsAndForcesWhatTheManifestListsAndNoMore() {
        assertThat(guardedTables()).isNotEmpty();
        assertThat(forced()).containsExactlyInAnyOrderElementsOf(guardedTables());

        for (var table : guardedTables()) {
            unforced(table, () -> assertThat(forced()).doesNotContain(table));
        }
    }

    @Test
    default void failsInPlaceOfFindingNothingWhereNobodyActs() {
        for (var table : guardedTables()) {
            for (var statement : statements(table)) {
                assertRefused(
                        () -> runtime(Acting.asNobody(), statement),
                        "nobody acts in this transaction: neither a user nor a job was named");
                assertRefused(
                        () -> owner(Acting.asNobody(), statement),
                        "nobody acts in this transaction: neither a user nor a job was named");
            }
        }
    }

    @Test
    default void failsForJobsThatNoPolicyNames() {
        for (var table : guardedTables()) {
            for (var statement : statements(table)) {
                for (var job : List.of("mop-the-floor", "migration")) { // that one is the owner's
                    assertRefused(
                            () -> runtime(Acting.asJob(job), statement),
                            "the job \"" + job + "\" may not do this to these rows");
                }
                assertRefused(
                        () -> owner(Acting.asJob("mop-the-floor"), statement),
                        "the job \"mop-the-floor\" may not do this to these rows");
            }
        }
    }

    @Test
    default void givesEachRowToExactlyOnePerson() {
        for (var table : guardedTables()) {
            var seen = 0;
            var people = 0;
            for (var person : people()) {
                int theirs = runtime(Acting.as(person), count(table));
                assertThat(runtime(Acting.as(person), touch(table))).isEqualTo(theirs);
                assertThat(owner(Acting.as(person), count(table))).isEqualTo(theirs);
                people += theirs > 0 ? 1 : 0;
                seen += theirs;
            }
            assertThat(people).as(table).isGreaterThanOrEqualTo(2);
            assertThat(seen).as(table).isEqualTo(all(table));
        }
    }

    @Test
    default void keepsEverythingFromStrangers() {
        var stranger = Acting.as(UUID.randomUUID());
        for (var table : guardedTables()) {
            var before = all(table);
            assertThat(before).isPositive();
            for (var statement : statements(table)) {
                assertThat(runtime(stranger, statement)).as(table).isZero();
                assertThat(owner(stranger, statement)).as(table).isZero();
            }
            assertThat(all(table)).isEqualTo(before);
        }
    }

    @Test
    default void takesNoRowInAnothersName() {
        var stranger = Acting.as(UUID.randomUUID());
        for (var table : guardedTables()) {
            var row =
                    database()
                            .asAdmin()
                            .sql("select to_jsonb(it)::text from %s it limit 1".formatted(table))
                            .query(String.class)
                            .single();
            Function<JdbcClient, Integer> insert =
                    it ->
                            it.sql(
                                            "insert into %1$s select * from jsonb_populate_record(null::%1$s, ?::jsonb)"
                                                    .formatted(table))
                                    .param(row)
                                    .update();
            assertRefused(
                    () -> database().asRuntime(stranger, insert),
                    "new row violates row-level security policy for table \"" + table + "\"");
            assertRefused(
                    () -> database().asOwner(stranger, insert),
                    "new row violates row-level security policy for table \"" + table + "\"");
        }
    }

    @Test
    default void cannotBeSwitchedOffByTheService() {
        var person = Acting.as(people().iterator().next());
        for (var table : guardedTables()) {
            var before = all(table);
            var policy =
                    database()
                            .asAdmin()
                            .sql("select polname from pg_policy where polrelid = ?::regclass")
                            .param(table)
                            .query(String.class)
                            .list()
                            .getFirst();
            for (var statement :
                    List.of(
                            "truncate %s cascade",
                            "alter table %s disable row level security",
                            "alter table %s no force row level security",
                            "drop policy " + policy + " on %s",
                            "alter policy " + policy + " on %s using (true)",
                            "create policy everything on %s using (true)",
                            "alter table %s owner to current_user")) {
                assertRefused(() -> runtime(person, statement.formatted(table)), "");
            }
            assertRefused(
                    () ->
                            database()
                                    .asRuntime(
                                            person,
                                            it -> {
                                                it.sql("set local row_security = off").update();
                                                return it.sql(count(table))
                                                        .query(Integer.class)
                                                        .single();
                                            }),
                    "query would be affected by row-level security policy");
            assertThat(all(table)).isEqualTo(before);
        }
    }

    @Test
    default void holdsForTheOwnersViewsBecauseItIsForced() {
        var stranger = Acting.as(UUID.randomUUID());
        for (var table : guardedTables()) {
            var view = table + "_seen_by_the_owner";
            database().asOwner().sql("create view %s as table %s".formatted(view, table)).update();
            try {
                assertThat(runtime(stranger, count(view))).as(view).isZero();
                assertRefused(() -> runtime(Acting.asNobody(), count(view)), "nobody acts");
                unforced(
                        table,
                        () ->
                                assertThat(runtime(stranger, count(view)))
                                        .as("rows that leak where it is not forced")
                                        .isEqualTo(all(table)));
            } finally {
                database().asOwner().sql("drop view " + view).update();
            }
        }
    }

    @Test
    default void letsNoViewSeeMoreThanWhoAsks() {
        assertThat(viewsOfTheirOwner()).isEmpty();

        var owner = database().asOwner();
        owner.sql("create view plain as select 1").update();
        owner.sql("create view careful with (security_invoker) as select 1").update();
        owner.sql("create materialized view stored as select 1").update();
        try {
            assertThat(viewsOfTheirOwner()).containsExactlyInAnyOrder("plain", "stored");
        } finally {
            owner.sql("drop view plain, careful").update();
            owner.sql("drop materialized view stored").update();
        }
    }

    @Test
    default void letsAMigrationChangeAllRowsOrNone() {
        for (var table : guardedTables()) {
            var before = versions(table);
            assertRefused(() -> owner(Acting.asNobody(), touch(table)), "nobody acts");
            assertThat(versions(table)).isEqualTo(before);

            assertThat(owner(Acting.asJob("migration"), touch(table))).isEqualTo(all(table));
            assertThat(versions(table)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        }
    }

    /** More threads than connections, so that each connection serves everybody in turn. */
    @Test
    default void keepsPeopleApartOnSharedConnections() throws Exception {
        var table = guardedTables().getFirst();
        try (var threads = Executors.newFixedThreadPool(6)) {
            var visits = new ArrayList<Future<?>>();
            for (int round = 0; round < 25; round++) {
                for (var person : people()) {
                    int theirs = runtime(Acting.as(person), count(table));
                    visits.add(
                            threads.submit(() ->
                                    assertThat(runtime(Acting.as(person), count(table)))
                                            .isEqualTo(theirs)));
                }
                visits.add(
                        threads.submit(() ->
                                assertRefused(
                                        () -> runtime(Acting.asNobody(), count(table)),
                                        "nobody acts")));
            }
            for (var visit : visits) {
                visit.get();
            }
        }
    }

    /** Makes sure that PostgreSQL refused it for want of a privilege, and said so. */
    static void assertRefused(Runnable deed, String message) {
        var failure = catchThrowable(deed::run);
        assertThat(failure).as("this should have been refused").isNotNull();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException refusal) {
                assertThat(refusal.getSQLState()).as(refusal.getMessage()).isEqualTo(REFUSED);
                assertThat(refusal.getMessage()).contains(message);
                return;
            }
        }
        throw new AssertionError("PostgreSQL did not refuse it", failure);
    }

    private List<String> statements(String table) {
        return List.of(count(table), touch(table), "delete from " + table);
    }

    private static String count(String table) {
        return "select count(*) from " + table;
    }

    private static String touch(String table) {
        return "update %s set id = id".formatted(table);
    }

    private int runtime(Acting name, String statement) {
        return database().asRuntime(name, it -> run(it, statement));
    }

    private int owner(Acting name, String statement) {
        return database().asOwner(name, it -> run(it, statement));
    }

    private static int run(JdbcClient client, String statement) {
        var sql = client.sql(statement);
        return statement.startsWith("select") ? sql.query(Integer.class).single() : sql.update();
    }

    private int all(String table) {
        return run(database().asAdmin(), count(table));
    }

    /** One for each row, another after each change of it. */
    private List<String> versions(String table) {
        return database()
                .asAdmin()
                .sql("select ctid::text || '/' || xmin from " + table)
                .query(String.class)
                .list();
    }

    private void unforced(String table, Runnable meanwhile) {
        var owner = database().asOwner();
        owner.sql("alter table %s no force row level security".formatted(table)).update();
        try {
            meanwhile.run();
        } finally {
            owner.sql("alter table %s force row level security".formatted(table)).update();
        }
    }

    private List<String> forced() {
        return database()
                .asAdmin()
                .sql(
                        """
                        select relname
                          from pg_class c
                         where relnamespace = current_schema()::regnamespace
                           and relrowsecurity and relforcerowsecurity
                           and exists (select from pg_policy where polrelid = c.oid)
                        """)
                .query(String.class)
                .list();
    }

    private List<String> viewsOfTheirOwner() {
        return database()
                .asAdmin()
                .sql(
                        """
                        select relname
                          from pg_class
                         where relnamespace = current_schema()::regnamespace
                           and (relkind = 'm'
                                or relkind = 'v'
                                and not coalesce('security_invoker=true' = any (reloptions), false))
                        """)
                .query(String.class)
                .list();
    }
}
