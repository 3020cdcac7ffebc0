package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.migration.MigrationStatus;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTests {

    static final String MIGRATIONS = "payment-service/src/main/resources/db/migration/";
    static final String SEEDS = "payment-service/src/main/resources/db/seed/prod/";

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = TestPlatform.ready(folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @AfterEach
    void removeWhatTheTestAdded() throws Exception {
        try (var files = Files.walk(platform.folder.resolve("payment-service"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!TestPlatform.MIGRATIONS.containsKey(
                        platform.folder.relativize(file).toString())) {
                    Files.delete(file);
                }
            }
        }
        platform.asAdministrator(
                "payment_db", "delete from payment.flyway_schema_history where version <> '1'");
    }

    @Test
    void namesFileLineAndReasonOfAFailure() {
        platform.write(
                MIGRATIONS + "V2__break.sql",
                """
                create table ${prefix}fine ();

                -- the next one is wrong
                create table ${prefix}broken (
                    id   int,
                    text no_such_type
                );
                """);

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> platform.provisioning().migrate("payment"))
                .withMessage(
                        "Migrating payment_db failed at %s:6: type \"no_such_type\" does not exist",
                        platform.folder.resolve(MIGRATIONS + "V2__break.sql"));
        assertThat(platform.provisioning().status("payment"))
                .containsExactly(
                        new MigrationStatus("1", "create orders", "Success"),
                        new MigrationStatus("2", "break", "Pending"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> platform.asAdministrator("payment_db", "table payment.fine"))
                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("42P01"));
    }

    @Test
    void refusesAMigrationThatWasChangedAfterwards() throws Exception {
        var file = platform.folder.resolve(MIGRATIONS + "V1__create_orders.sql");
        var before = Files.readString(file);
        Files.writeString(file, before + "-- changed\n");
        try {
            assertThatExceptionOfType(ProvisioningFailed.class)
                    .isThrownBy(() -> platform.provisioning().migrate("payment"))
                    .withMessageStartingWith("Migrating payment_db failed: ")
                    .withMessageContaining("checksum");
        } finally {
            Files.writeString(file, before);
        }
    }

    @Test
    void refusesAMisnamedMigration() {
        platform.write(MIGRATIONS + "V2_one_underscore.sql", "select 1;\n");

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> platform.provisioning().migrate("payment"))
                .withMessageContaining("V2_one_underscore.sql");
    }

    @Test
    void buildsAnIndexConcurrently() throws Exception {
        platform.write(
                MIGRATIONS + "V2__index_totals.sql",
                "create index concurrently orders_total_idx on ${prefix}orders (total);\n");

        assertThat(platform.provisioning().migrate("payment").applied())
                .containsExactly("V2 index totals");
        platform.asAdministrator("payment_db", "drop index payment.orders_total_idx");
    }

    @Test
    void neverOpensTheHistoryNorAnAppendOnlyTable() throws Exception {
        // while the second migration runs, the first one's tables are looked at by the third
        platform.write(
                Path.of(MIGRATIONS.replace("payment", "auth"), "V2__look.sql").toString(),
                """
                create table seen as
                select has_table_privilege('${runtime_role}', 'audit_log', 'delete') as log_open,
                       has_table_privilege('${runtime_role}', 'users', 'delete') as users_open;
                """);
        platform.asAdministrator(
                "auth_db", "drop table auth.audit_log, auth.users, auth.flyway_schema_history");

        platform.provisioning().migrate("auth");

        try (var connection = platform.as("auth_user", "auth_db")) {
            assertThat(WallTests.one(connection, "select log_open || ' ' || users_open from seen"))
                    .isEqualTo("false true");
            assertThat(
                            WallTests.one(
                                    connection,
                                    "select has_table_privilege('flyway_schema_history', 'select')"
                                        + " || ' ' || has_table_privilege('flyway_schema_history',"
                                        + " 'insert, update, delete, truncate')"))
                    .isEqualTo("true false");
        }
    }

    @Test
    void closesThemAgainWhenThereIsNothingToMigrate() throws Exception {
        platform.asAdministrator(
                "auth_db",
                "grant update, delete on auth.audit_log to auth_user",
                "grant insert, update, delete on auth.flyway_schema_history to auth_user");

        platform.provisioning().migrate("auth");

        try (var connection = platform.as("auth_user", "auth_db")) {
            assertThat(
                            WallTests.one(
                                    connection,
                                    """
                                    select has_table_privilege('audit_log', 'update, delete')
                                        or has_table_privilege('flyway_schema_history', 'insert, update, delete')
                                    """))
                    .isEqualTo("f");
        }
    }

    @Test
    void refusesAnAppendOnlyTableThatDoesNotExist() {
        var manifest = TestPlatform.MANIFEST;
        platform.write("platform.yaml", manifest.replace("[audit_log]", "[audit_logs]"));
        try {
            assertThatExceptionOfType(ProvisioningFailed.class)
                    .isThrownBy(() -> platform.provisioning().migrate("auth"))
                    .withMessage(
                            "append_only of service \"auth\" names audit_logs, but no migration"
                                    + " creates that table.");
        } finally {
            platform.write("platform.yaml", manifest);
        }
    }

    @Test
    void refusesTablesWhoseRowsAreNotGuardedAsTheManifestSays() throws Exception {
        var manifest = TestPlatform.MANIFEST;
        platform.write("platform.yaml", manifest + "    row_security: [orders]\n");
        try {
            refusesToMigrate(
                    "row_security of service \"payment\" names orders, but no migration enables"
                            + " row-level security there.");
            asOwner("alter table payment.orders enable row level security");
            refusesToMigrate(
                    "row_security of service \"payment\" names orders, but no migration forces"
                            + " row-level security there, so its owner and the owner's views would"
                            + " see all rows.");
            asOwner("alter table payment.orders force row level security");
            refusesToMigrate(
                    "row_security of service \"payment\" names orders, but no migration creates a"
                            + " policy there.");
            asOwner("create policy of_everybody on payment.orders using (true)");
            platform.provisioning().migrate("payment");

            platform.write("platform.yaml", manifest + "    row_security: [order]\n");
            refusesToMigrate(
                    "row_security of service \"payment\" names order, but no migration creates that"
                            + " table.");
        } finally {
            platform.write("platform.yaml", manifest);
            asOwner("drop policy if exists of_everybody on payment.orders");
            asOwner("alter table payment.orders disable row level security");
            asOwner("alter table payment.orders no force row level security");
        }
    }

    @Test
    void refusesViewsThatShowTheirOwnersRows() throws Exception {
        asOwner("create view payment.seen with (security_invoker) as table payment.orders");
        asOwner("create materialized view payment.stored as table payment.orders");
        platform.provisioning().migrate("payment");

        asOwner("alter view payment.seen set (security_invoker = off)");
        refusesToMigrate(viewRefused("seen"));
        asOwner("drop view payment.seen");

        // a copy of guarded rows is guarded by nothing
        platform.write("platform.yaml", TestPlatform.MANIFEST + "    row_security: [orders]\n");
        asOwner("alter table payment.orders enable row level security");
        asOwner("alter table payment.orders force row level security");
        asOwner("create policy of_everybody on payment.orders using (true)");
        try {
            refusesToMigrate(viewRefused("stored"));
        } finally {
            platform.write("platform.yaml", TestPlatform.MANIFEST);
            asOwner("drop materialized view payment.stored");
            asOwner("drop policy of_everybody on payment.orders");
            asOwner("alter table payment.orders disable row level security");
            asOwner("alter table payment.orders no force row level security");
        }
    }

    private static String viewRefused(String view) {
        return "Service \"payment\" has the view %s, which shows its owner's rows to whoever asks: create it with (security_invoker), and none that is materialized."
                .formatted(view);
    }

    private static void refusesToMigrate(String message) {
        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> platform.provisioning().migrate("payment"))
                .withMessage(message);
    }

    private static void asOwner(String sql) throws SQLException {
        try (var owner = platform.as("payment_owner", "payment_db");
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void saysWhichSeedFailedAndKeepsNothingOfIt() throws Exception {
        platform.write(
                SEEDS + "z_broken.sql",
                """
                insert into ${prefix}orders values (50, 1);
                insert into ${prefix}orders values (50, 'many');
                """);

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> platform.provisioning().seed("payment", Environment.PROD))
                .withMessageStartingWith("Seeding payment_db failed in ")
                .withMessageContaining("z_broken.sql: invalid input syntax for type numeric");
        try (var connection = platform.as("payment_user", "payment_db")) {
            assertThat(WallTests.one(connection, "select count(*) from orders where id = 50"))
                    .isEqualTo("0");
        }
    }

    @Test
    void refusesAnUnknownPlaceholderInASeed() {
        platform.write(SEEDS + "z_unknown.sql", "select '${colour}';\n");

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> platform.provisioning().seed("payment", Environment.PROD))
                .withMessageContaining("nobody knows the placeholder ${colour}");
    }

    @Test
    void aServiceWithoutMigrationsIsFine() throws Exception {
        Files.createDirectories(platform.folder.resolve("empty-service"));
        platform.write(
                "platform.yaml",
                TestPlatform.MANIFEST
                        + "  empty:\n    module: empty-service\n    port: 4001\n    pool: 1\n");
        try {
            platform.provisioning().apply(_ -> {});
            assertThat(platform.provisioning().migrate("empty").applied()).isEmpty();
            assertThat(platform.provisioning().status("empty")).isEmpty();
            assertThat(platform.provisioning().seed("empty", Environment.DEV).rows()).isZero();
        } finally {
            platform.write("platform.yaml", TestPlatform.MANIFEST);
        }
    }

    @Test
    void twoMigratorsAtOnceApplyEachMigrationOnce() throws Exception {
        platform.write(
                MIGRATIONS + "V2__count.sql",
                "create table ${prefix}counted (n int primary key);\n"
                        + "insert into ${prefix}counted values (1);\n");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> migrate =
                    () -> platform.provisioning().migrate("payment").applied().size();
            var applied = 0;
            for (var it : threads.invokeAll(List.of(migrate, migrate))) {
                applied += it.get();
            }
            assertThat(applied).isEqualTo(1);
        } finally {
            platform.asAdministrator("payment_db", "drop table payment.counted");
        }
    }
}
