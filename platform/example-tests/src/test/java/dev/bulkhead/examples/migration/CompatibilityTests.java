package dev.bulkhead.examples.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.examples.Examples;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.migration.Rollback;
import dev.bulkhead.provisioning.migration.RollbackPlan.Target;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Expand, then contract: code of each level still works on the next one. Whoever ships a migration
 * that breaks it reads here what breaks, and splits it as docs/operations.md shows.
 */
class CompatibilityTests {

    private static final String NAMES_SOMEBODY =
            "row-level security has every transaction say in whose name it acts, which code of the"
                    + " version before does not; it shipped before anybody ran that";

    /** Steps that are not compatible and why that was accepted. */
    private static final Map<String, String> DECLARED =
            Map.of(
                    "shared-postgres auth V8", NAMES_SOMEBODY,
                    "shared-postgres payment V7", NAMES_SOMEBODY,
                    "shared-postgres media V5", NAMES_SOMEBODY,
                    "azora mint V2", NAMES_SOMEBODY,
                    "azora sapiens V3", NAMES_SOMEBODY);

    @ParameterizedTest
    @MethodSource("dev.bulkhead.examples.Examples#all")
    void codeOfTheVersionBeforeStillWorks(String name) throws Exception {
        try (var platform = ExamplePlatform.provisioned(Examples.manifest(name))) {
            var provisioning = platform.provisioning();
            var broken = new ArrayList<String>();
            for (var service : platform.services()) {
                var target = provisioning.database(service);
                // all the way up for the seeds' rows, which stay when what came later is undone
                provisioning.migrate(service);
                provisioning.seed(service, Environment.DEV);
                var levels = UndoTests.levels(target);
                for (int i = levels.size() - 1; i > 0; i--) {
                    down(provisioning, target, levels.get(i - 1));
                    var sentences = new Compatibility(provisioning, target).brokenBy(levels.get(i));
                    var step = "%s %s V%s".formatted(name, service, levels.get(i));
                    if (DECLARED.containsKey(step)) {
                        assertThat(sentences)
                                .as("%s is declared to break something, but does not", step)
                                .isNotEmpty();
                    } else {
                        broken.addAll(sentences);
                    }
                }
            }
            assertThat(broken).isEmpty();
        }
    }

    private static void down(Provisioning provisioning, ServiceDatabase target, String version) {
        var rollback = new Rollback(provisioning.server(target), target, provisioning.secrets());
        rollback.run(rollback.plan(new Target.Version(version)), _ -> {});
    }

    /** That the rule itself finds what it is there for. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @Nested
    class TheRule {

        static final String FIRST =
                """
                create table ${prefix}charges (
                    id     int primary key,
                    amount int not null,
                    note   varchar(20),
                    state  text not null default 'new'
                );
                create table ${prefix}empty (id int primary key, note text);
                """;

        ExamplePlatform platform;
        Path db;

        @BeforeAll
        void start(@TempDir Path folder) throws Exception {
            db = Files.createDirectories(folder.resolve("shop/db/migration")).getParent();
            Files.createDirectories(db.resolve("undo"));
            Files.writeString(db.resolve("migration/V1__create_charges.sql"), FIRST);
            Files.writeString(
                    db.resolve("undo/U1__create_charges.sql"),
                    "drop table ${prefix}charges;\ndrop table ${prefix}empty;\n");
            var manifest =
                    Files.writeString(
                            folder.resolve("platform.yaml"),
                            """
                            platform: shop
                            server: {port: 5432, max_connections: 60, reserved_connections: 20}
                            services:
                              shop: {module: shop, pool: 2}
                            """);
            platform = ExamplePlatform.provisioned(Manifest.read(manifest));
            platform.provisioning().migrate("shop");
        }

        @AfterAll
        void stop() {
            platform.close();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "drop table ${prefix}empty|table empty is gone",
                    "alter table ${prefix}charges drop note|column charges.note is gone",
                    "alter table ${prefix}charges rename note to remark|reading charges fails now",
                    "alter table ${prefix}empty alter note set not null|column empty.note may no"
                            + " longer be null",
                    "alter table ${prefix}charges add currency text|",
                    "alter table ${prefix}empty add currency text not null|column empty.currency is"
                            + " new, not null and has no default",
                    "alter table ${prefix}charges alter amount type text|column charges.amount was"
                            + " integer and is text",
                    "alter table ${prefix}charges alter amount type bigint|",
                    "alter table ${prefix}charges alter note type text|",
                    "alter table ${prefix}charges alter state drop default|column charges.state has"
                            + " lost its default",
                    "alter table ${prefix}charges add constraint charges_are_small check (amount <"
                            + " 10) not valid|adding a row to charges with every column fails now",
                    "alter table ${prefix}empty add constraint notes_are_short check (note <"
                            + " 'x')|constraint empty.notes_are_short is new",
                    "alter table ${prefix}charges add tip int check (tip > 0)|",
                    "create unique index charges_amount_key on ${prefix}charges (amount)|index"
                            + " charges.charges_amount_key is new",
                    "create index charges_amount_idx on ${prefix}charges (amount)|",
                    "alter table ${prefix}charges enable row level security|row-level security is"
                            + " new on table charges",
                    "revoke update on ${prefix}charges from ${runtime_role}|changing charges fails"
                            + " now",
                    "create table ${prefix}tips (id int primary key)|",
                })
        void findsWhatBreaks(String migration, String sentence) throws Exception {
            var breaks = breaks(migration);

            if (sentence == null) {
                assertThat(breaks).isEmpty();
            } else {
                assertThat(breaks)
                        .anySatisfy(it ->
                                assertThat(it)
                                        .startsWith(
                                                "V2 of shop breaks code of the version before: ")
                                        .contains(sentence));
            }
        }

        private List<String> breaks(String migration) throws Exception {
            var provisioning = platform.provisioning();
            var target = provisioning.database("shop");
            try (var connection = platform.asOwnerOf("shop");
                    var statement = connection.createStatement()) {
                statement.execute("drop table if exists charges, empty, tips");
                statement.execute(FIRST.replace("${prefix}", ""));
                statement.execute("insert into charges values (1, 100, 'a'), (2, 200, null)");
                statement.execute("delete from flyway_schema_history where version = '2'");
            }
            Files.writeString(db.resolve("migration/V2__change.sql"), migration + ";\n");
            return new Compatibility(provisioning, target).brokenBy("2");
        }
    }
}
