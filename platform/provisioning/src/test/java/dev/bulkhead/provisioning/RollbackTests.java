package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.migration.NewMigration;
import dev.bulkhead.provisioning.migration.RollbackPlan;
import dev.bulkhead.provisioning.migration.RollbackPlan.Target;
import dev.bulkhead.provisioning.migration.Undo;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking migrations back: what is done, what is refused, and what two tools do to each other. */
class RollbackTests {

    static final String DB = "payment-service/src/main/resources/db/";

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = new TestPlatform(folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    /** Three levels of one service, with rows, and nothing else. */
    @BeforeEach
    void threeLevels() throws Exception {
        write(
                "migration/V1__create_orders.sql",
                "create table ${prefix}orders (id int primary key);\n");
        write(
                "migration/V2__create_notes.sql",
                "create table ${prefix}notes (id int, text text);\n");
        write(
                "migration/V3__add_total_to_orders.sql",
                "alter table ${prefix}orders add total int;\n");
        write("undo/U1__create_orders.sql", "drop table ${prefix}orders;\n");
        write("undo/U2__create_notes.sql", "drop table ${prefix}notes;\n");
        write("undo/U3__add_total_to_orders.sql", "alter table ${prefix}orders drop total;\n");
        platform.write(Manifest.FILE_NAME, TestPlatform.MANIFEST);
        platform.provisioning().remove(List.of("auth", "payment"), true, _ -> {});
        platform.provisioning().apply(_ -> {});
        platform.provisioning().migrate("payment");
        platform.asAdministrator(
                "payment_db",
                "insert into payment.orders values (1, 10), (2, 20)",
                "insert into payment.notes values (1, 'a')");
    }

    @Test
    void saysWhatIsLostAndTakesBackTheNewestFirst() throws Exception {
        var plan = plan(new Target.Version("0"));

        assertThat(plan.from()).isEqualTo("3");
        assertThat(plan.to()).isEqualTo("0");
        assertThat(plan.undos()).extracting(Undo::version).containsExactly("3", "2", "1");
        assertThat(plan.undos())
                .extracting(Undo::lost)
                .containsExactly(
                        List.of("column orders.total"),
                        List.of("table notes (1 row)"),
                        List.of("table orders (2 rows)"));
        assertThat(state())
                .as("a plan changes nothing")
                .isEqualTo("1,2,3 notes orders(id,total) 2");

        var order = new ArrayList<String>();
        run(plan, it -> order.add(it.version() + ": " + state()));

        assertThat(order)
                .containsExactly(
                        "3: 1,2,3 notes orders(id,total) 2",
                        "2: 1,2 notes orders(id) 2",
                        "1: 1 orders(id) 2");
        assertThat(state()).isEqualTo("none");
        assertThat(platform.provisioning().migrate("payment").applied()).hasSize(3);
        assertThat(platform.provisioning().planOnly(List.of("payment")).steps())
                .as("grants are as after a first migration")
                .isEmpty();
    }

    @Test
    void countsOrGoesDownToAVersionWhichStays() {
        run(plan(new Target.Count(1)));
        assertThat(state()).startsWith("1,2 ");
        assertThat(plan(new Target.Version("2")).undos()).isEmpty();
        run(plan(new Target.Version("1")));
        assertThat(state()).isEqualTo("1 orders(id) 2");
        refuses(new Target.Count(2), "payment has 1 migrations, so 2 cannot be rolled back");
        refuses(new Target.Version("7"), "payment has no migration V7 to go back to; it has V1.");
        refuses(new Target.Version("x"), "\"x\" is no version");
    }

    @Test
    void refusesBeforeAnythingWhenAScriptIsMissingAtTheEnd() throws IOException {
        Files.delete(file("undo/U2__create_notes.sql"));

        refuses(new Target.Version("0"), "U2__create_notes.sql is missing in");
        run(plan(new Target.Count(1)));
    }

    @Test
    void refusesWhatCannotBePartOfATransaction() {
        for (var script :
                List.of(
                        "drop index concurrently ${prefix}notes_idx;",
                        "-- a comment\nDROP  INDEX\nCONCURRENTLY IF EXISTS x;",
                        "drop table ${prefix}notes; commit;",
                        "begin; drop table ${prefix}notes; end;",
                        "vacuum ${prefix}orders;",
                        "reindex table concurrently ${prefix}orders;",
                        "drop table ${prefix}notes; rollback;",
                        "create database other;")) {
            write("undo/U2__create_notes.sql", script + "\n");

            refuses(new Target.Count(2), "cannot be part of a transaction");
        }
    }

    @Test
    void aScriptThatFailsIsFoundInTheRehearsal() {
        write("undo/U2__create_notes.sql", "\n-- wrong\ndrop table\n    ${prefix}nowhere;\n");

        refuses(
                new Target.Count(2),
                "U2__create_notes.sql:3: table \"nowhere\" does not exist. Everything is as"
                        + " before");
    }

    @Test
    void aScriptThatFailsOnlyWhenItCountsLeavesEverythingAsItWas() throws Exception {
        write(
                "undo/U3__add_total_to_orders.sql",
                "alter table ${prefix}orders drop total;\n"
                        + "select 1 / count(*) from ${prefix}notes;\n");
        var plan = plan(new Target.Count(1));
        platform.asAdministrator("payment_db", "truncate payment.notes");

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> run(plan))
                .withMessageContaining("U3__add_total_to_orders.sql:2: division by zero.");
        assertThat(state()).isEqualTo("1,2,3 notes orders(id,total) 2");
    }

    @Test
    void refusesAHistoryThatIsNotWhatTheFilesSay() throws Exception {
        var file = file("migration/V2__create_notes.sql");
        var before = Files.readString(file);
        Files.writeString(file, before + "-- changed\n");
        refuses(new Target.Count(2), "its file was changed after it ran");
        assertThat(platform.provisioning().schema("payment").drift())
                .containsExactly("V2: its file was changed after it ran");
        assertThat(plan(new Target.Count(1)).undos())
                .as("only what is taken back must be what ran")
                .hasSize(1);
        Files.delete(file);
        assertThat(platform.provisioning().schema("payment").drift())
                .containsExactly("V2: its file is missing");
        refuses(new Target.Count(2), "its file is missing");
        Files.writeString(file, before);

        history("update flyway_schema_history set installed_rank = 7 where version = '2'");
        refuses(new Target.Count(1), "payment ran V2 after V3");
        history("update flyway_schema_history set installed_rank = 2 where version = '2'");
        history("update flyway_schema_history set success = false where version = '3'");
        refuses(new Target.Count(1), "V3 add total to orders of payment has failed half-way");
    }

    @Test
    void refusesToTakeFromAnotherServiceWhatItReads() throws Exception {
        platform.write(
                Manifest.FILE_NAME,
                TestPlatform.MANIFEST
                        .replace("isolation: database", "isolation: schema")
                        .replace("    append_only: [audit_log]\n", "    reads: [payment]\n"));
        write(
                "migration/V4__publish_orders.sql",
                "create view ${api_schema}.orders with (security_barrier) as select id from"
                        + " ${prefix}orders;\n");
        write("undo/U4__publish_orders.sql", "drop view ${api_schema}.orders;\n");
        platform.provisioning().apply(_ -> {});
        platform.provisioning().migrate("payment");

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> plan(new Target.Count(1)))
                .withMessageContaining("auth may read payment_api.orders, which would be gone");

        platform.write(
                Manifest.FILE_NAME,
                TestPlatform.MANIFEST.replace("isolation: database", "isolation: schema"));
        assertThat(plan(new Target.Count(1)).lostViews()).containsExactly("payment_api.orders");
        platform.provisioning().remove(List.of("auth", "payment"), true, _ -> {});
        Files.delete(file("migration/V4__publish_orders.sql"));
        Files.delete(file("undo/U4__publish_orders.sql"));
    }

    @Test
    void twoToolsDoNotMeet() throws Exception {
        write(
                "undo/U3__add_total_to_orders.sql",
                "alter table ${prefix}orders drop total;\nselect pg_sleep(0.5);\n");
        var plan = plan(new Target.Count(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rollback = threads.submit(() -> run(plan));
            untilSleeping();
            var migrated = platform.provisioning().migrate("payment");

            rollback.get();
            assertThat(migrated.applied())
                    .as("it waited, and then found V3 to be missing")
                    .containsExactly("V3 add total to orders");
        }
        assertThat(state()).startsWith("1,2,3 ");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rollback = threads.submit(() -> run(plan));
            untilSleeping();
            assertThatExceptionOfType(ProvisioningFailed.class)
                    .isThrownBy(() -> run(plan))
                    .withMessageContaining("V3 is not its newest migration any more");
            rollback.get();
        }
    }

    @Test
    void knowsWhenTheNewestMigrationRanWhereverTheClockIsSetTo() {
        var here = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        try {
            write("migration/V4__later.sql", "select 1;\n");
            write("undo/U4__later.sql", "select 1;\n");
            platform.provisioning().migrate("payment");
        } finally {
            TimeZone.setDefault(here);
        }
        var schema = platform.provisioning().schema("payment");
        assertThat(schema.version()).isEqualTo("4");
        assertThat(schema.appliedAt().orElseThrow())
                .isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
        file("migration/V4__later.sql").toFile().delete();
        file("undo/U4__later.sql").toFile().delete();
    }

    @Test
    void whatWasInterruptedIsFinishedAndGoesNoFurther() throws Exception {
        var plan = plan(new Target.Count(2));
        assertThatExceptionOfType(IllegalStateException.class)
                .as("the tool ends between two scripts")
                .isThrownBy(() ->
                        run(
                                plan,
                                it -> {
                                    if (it.version().equals("2")) {
                                        throw new IllegalStateException("killed");
                                    }
                                }));
        assertThat(state()).startsWith("1,2 ");

        var again = plan(new Target.Count(2));

        assertThat(again.interrupted()).isTrue();
        assertThat(again.undos()).extracting(Undo::version).containsExactly("2");
        run(again);
        assertThat(state()).isEqualTo("1 orders(id) 2");
        assertThat(plan(new Target.Count(1)).interrupted()).isFalse();
    }

    @Test
    void whoMigratesDoesNotGoOnWithARollback() throws Exception {
        var plan = plan(new Target.Count(2));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        run(
                                plan,
                                it -> {
                                    if (it.version().equals("2")) {
                                        throw new IllegalStateException("killed");
                                    }
                                }));

        platform.provisioning().migrate("payment");

        assertThat(plan(new Target.Count(1)).undos())
                .extracting(Undo::version)
                .containsExactly("3");
    }

    @Test
    void waitsForWhatAKilledToolLeftTheServerWorkingOn() throws Exception {
        write("migration/V4__sleep.sql", "select pg_sleep(60);\n");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var migrating = threads.submit(() -> platform.provisioning().migrate("payment"));
            untilSleeping();
            // the tool's connections are gone but the one the server works for
            platform.asAdministrator(
                    "payment_db",
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = 'payment_db' and pid <> pg_backend_pid()"
                            + " and query not like '%pg_sleep%'");
            Files.delete(file("migration/V4__sleep.sql"));
            var rollback = threads.submit(() -> plan(new Target.Count(1)));
            Awaitility.await()
                    .during(500, TimeUnit.MILLISECONDS)
                    .atMost(5, TimeUnit.SECONDS)
                    .until(() -> !rollback.isDone());
            platform.asAdministrator(
                    "payment_db",
                    "select pg_cancel_backend(pid) from pg_stat_activity"
                            + " where query like '%pg_sleep%' and pid <> pg_backend_pid()");

            assertThat(rollback.get().undos()).extracting(Undo::version).containsExactly("3");
            assertThat(migrating).failsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void emptiesTablesAndKeepsTheRest() throws Exception {
        write(
                "migration/V4__number.sql",
                """
                create table ${prefix}parts (id int generated always as identity primary key, part_of int references ${prefix}orders);
                create sequence ${prefix}numbers;
                """);
        write(
                "undo/U4__number.sql",
                "drop table ${prefix}parts;\ndrop sequence ${prefix}numbers;\n");
        platform.provisioning().migrate("payment");
        platform.asAdministrator(
                "payment_db",
                "alter table payment.orders enable row level security",
                "alter table payment.orders force row level security",
                "insert into payment.parts (part_of) values (1), (2)",
                "select nextval('payment.numbers')");
        var cleaner = platform.provisioning().cleaner("payment");

        assertThat(cleaner.tables()).containsExactly("notes", "orders", "parts");
        assertThat(cleaner.clean()).isEqualTo(3);

        assertThat(ask("select count(*) from orders, notes, parts")).isEqualTo("0");
        assertThat(ask("select nextval('numbers')")).isEqualTo("1");
        assertThat(
                        ask(
                                "insert into orders values (1); insert into parts (part_of) values"
                                        + " (1) returning id"))
                .isEqualTo("1");
        assertThat(platform.provisioning().schema("payment").version()).isEqualTo("4");
        Files.delete(file("migration/V4__number.sql"));
        Files.delete(file("undo/U4__number.sql"));
    }

    @Test
    void writesTheNextMigrationWithItsUndoAndOverwritesNothing() throws Exception {
        var service = platform.provisioning().manifest().service("payment");

        var files = NewMigration.write(service, "Add dispute to charges");

        assertThat(files.migration()).isEqualTo(file("migration/V4__add_dispute_to_charges.sql"));
        assertThat(files.undo()).isEqualTo(file("undo/U4__add_dispute_to_charges.sql"));
        assertThat(files.migration())
                .content()
                .contains("-- What: Add dispute to charges.", "${prefix}");
        assertThat(platform.provisioning().migrate("payment").applied())
                .as("what is written is a migration already, one that does nothing")
                .containsExactly("V4 add dispute to charges");
        run(plan(new Target.Count(1)));

        Files.delete(files.migration());
        assertThat(NewMigration.write(service, "other").migration().getFileName())
                .as("an undo that has lost its migration keeps its number")
                .hasToString("V5__other.sql");
        for (var wrong :
                List.of(
                        "",
                        " ",
                        "drop; table",
                        "../etc/passwd",
                        "a__b!",
                        "1st",
                        "é",
                        "x".repeat(101))) {
            assertThatExceptionOfType(ProvisioningFailed.class)
                    .as(wrong)
                    .isThrownBy(() -> NewMigration.write(service, wrong))
                    .withMessageContaining("is no description");
        }
        Files.delete(file("migration/V5__other.sql"));
        Files.delete(file("undo/U5__other.sql"));
        Files.delete(files.undo());
    }

    private static void untilSleeping() {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() ->
                        ask("select count(*) from pg_stat_activity where query like '%pg_sleep%'"
                                        + " and state = 'active' and pid <> pg_backend_pid()")
                                .equals("1"));
    }

    private static RollbackPlan plan(Target target) {
        return platform.provisioning().planRollback("payment", target);
    }

    private static void run(RollbackPlan plan) {
        run(plan, _ -> {});
    }

    private static void run(RollbackPlan plan, Consumer<Undo> progress) {
        platform.provisioning().rollback("payment", plan, progress);
    }

    private static void refuses(Target target, String reason) {
        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> plan(target))
                .withMessageContaining(reason);
        assertThat(ask("select count(*) from orders")).isEqualTo("2");
    }

    /** History, tables, columns and rows in a word. */
    private static String state() {
        var history =
                ask(
                        "select string_agg(version, ',' order by installed_rank) from"
                                + " flyway_schema_history");
        var tables =
                ask(
                        """
                        select string_agg(case when relname = 'notes' then 'notes' else format('orders(%s)',
                               (select string_agg(attname, ',' order by attnum) from pg_attribute
                                 where attrelid = c.oid and attnum > 0 and not attisdropped)) end, ' ' order by relname)
                          from pg_class c
                         where relnamespace = 'payment'::regnamespace and relkind = 'r' and relname in ('notes', 'orders')
                        """);
        return history == null
                ? "none"
                : "%s %s %s".formatted(history, tables, ask("select count(*) from orders"));
    }

    private static void history(String update) throws SQLException {
        platform.asAdministrator("payment_db", "set search_path = payment", update);
    }

    private static String ask(String query) {
        try (var connection = platform.server.connect("payment_db");
                var statement = connection.createStatement()) {
            statement.execute("set search_path = payment");
            var more = statement.execute(query);
            while (!more) {
                more = statement.getMoreResults();
            }
            var result = statement.getResultSet();
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(String file, String content) {
        platform.write(DB + file, content);
    }

    private static Path file(String name) {
        return platform.folder.resolve(DB + name);
    }
}
