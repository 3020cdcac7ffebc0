package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** Acting in somebody's name, on a pool of a single connection: whatever one leaves, all find. */
class RowSecurityTests {

    static final UUID ANNA = UUID.randomUUID();
    static final UUID BERT = UUID.randomUUID();

    @TempDir static Path folder;
    static SamplePlatform platform;
    static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        platform = new SamplePlatform(folder);
        var settings = new HashMap<>(platform.settings());
        settings.put("bulkhead.db.idle", 1);
        service =
                new SpringApplicationBuilder(DatabaseTests.SampleService.class)
                        .run(
                                settings.entrySet().stream()
                                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                                        .toArray(String[]::new));
        var pool = (HikariDataSource) service.getBean(DataSource.class);
        pool.setMaximumPoolSize(1); // not from the start: comparing the schema takes two
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @AfterAll
    static void stop() {
        service.close();
        platform.close();
    }

    @BeforeEach
    void twoHaveANoteEach() {
        as(ANNA, it -> it.sql("delete from notes").update());
        as(BERT, it -> it.sql("delete from notes").update());
        insert(ANNA, "anna's");
        insert(BERT, "bert's");
    }

    @Test
    void showsAUserTheirOwnRowsOnly() {
        as(ANNA, it -> assertThat(texts(it)).containsExactly("anna's"));
        as(BERT, it -> assertThat(texts(it)).containsExactly("bert's"));
    }

    @Test
    void actsInTheNameThatWasSaidLast() {
        transaction(it -> {
            rows().actAs(ANNA);
            rows().actAsJob("count-notes");
            assertThat(texts(it)).containsExactlyInAnyOrder("anna's", "bert's");
            rows().actAs(BERT);
            assertThat(texts(it)).containsExactly("bert's");
            rows().actAsHolder(new byte[] {1, 2, -1});
            assertThat(named(it)).containsExactly("", "", "0102ff");
        });
    }

    @Test
    void leavesNothingToTheNextBorrowerAfterACommit() {
        as(ANNA, it -> assertThat(texts(it)).isNotEmpty());

        assertNobodyActs();
    }

    @Test
    void leavesNothingToTheNextBorrowerAfterARollback() {
        template()
                .executeWithoutResult(status -> {
                    rows().actAs(ANNA);
                    assertThat(texts(jdbc())).isNotEmpty();
                    status.setRollbackOnly();
                });

        assertNobodyActs();
    }

    @Test
    void leavesNothingToTheNextBorrowerAfterAnException() {
        for (var statement : List.of("select 1 / 0", "select * from nowhere")) {
            assertThat(catchThrowable(() -> as(ANNA, it -> it.sql(statement).query().listOfRows())))
                    .isNotNull();

            assertNobodyActs();
        }
    }

    /** Often enough for the driver to have the server prepare the statement (after five times). */
    @Test
    void readsInANameThatEndsWithTheQuery() {
        for (int i = 0; i < 12; i++) {
            assertThat(read(ANNA, "select text from notes where text <> ?", "x"))
                    .containsExactly("anna's");
            assertThat(read(BERT, "select text from notes where text <> ?", "x"))
                    .containsExactly("bert's");
            assertThat(
                            rows().readAsJob(
                                            "count-notes",
                                            "select text from notes order by text",
                                            (row, _) -> row.getString("text")))
                    .containsExactly("anna's", "bert's");
            assertNobodyActs();
        }
        assertThat(catchThrowable(() -> read(ANNA, "select text from notes where 1 / 0 = ?", 1)))
                .isNotNull();
        assertNobodyActs();
    }

    @Test
    void writesInANameThatEndsWithTheTransaction() {
        for (int i = 0; i < 12; i++) {
            var text = "note " + i;
            template()
                    .executeWithoutResult(_ ->
                            rows().writeAs(
                                            ANNA,
                                            Write.of("delete from notes"),
                                            Write.of(
                                                    "insert into notes values (?, ?, ?)",
                                                    UUID.randomUUID(),
                                                    ANNA,
                                                    text)));
            assertThat(read(ANNA, "select text from notes")).containsExactly(text);
            assertThat(read(BERT, "select text from notes")).containsExactly("bert's");
            assertNobodyActs();
        }
    }

    @Test
    void writesAllOrNothing() {
        var refused = Write.of("insert into notes values (?, ?, ?)", UUID.randomUUID(), BERT, "x");

        assertThat(
                        catchThrowable(() ->
                                template()
                                        .executeWithoutResult(_ ->
                                                rows().writeAs(
                                                                ANNA,
                                                                Write.of("delete from notes"),
                                                                refused))))
                .rootCause()
                .hasMessageContaining("row-level security");
        assertThat(read(ANNA, "select text from notes")).containsExactly("anna's");
    }

    @Test
    void readsInANameOnlyOutsideATransaction() {
        transaction(_ ->
                assertThatExceptionOfType(IllegalTransactionStateException.class)
                        .isThrownBy(() -> read(ANNA, "select text from notes")));
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> rows().writeAs(ANNA, Write.of("delete from notes")));
    }

    private static List<String> read(UUID user, String sql, Object... parameters) {
        return rows().readAs(user, sql, (row, _) -> row.getString("text"), parameters);
    }

    /** The counter-example: this is why nothing but RowSecurity may say who acts. */
    @Test
    void aSettingThatIsNotLocalWouldReachTheNextBorrower() {
        jdbc().sql("select set_config('app.current_user_id', ?, false)")
                .param(ANNA.toString())
                .query(String.class)
                .single();
        try {
            transaction(it -> assertThat(texts(it)).containsExactly("anna's"));
        } finally {
            jdbc().sql("reset app.current_user_id").update();
        }
        assertNobodyActs();
    }

    @Test
    void keepsManyThreadsApartOnOneConnection() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var connections = ConcurrentHashMap.<Integer>newKeySet();
            var visits = new ArrayList<Future<?>>();
            for (int i = 0; i < 60; i++) {
                visits.add(
                        threads.submit(() ->
                                as(ANNA, it -> assertThat(texts(it)).containsExactly("anna's"))));
                visits.add(
                        threads.submit(() ->
                                as(BERT, it -> assertThat(texts(it)).containsExactly("bert's"))));
                visits.add(threads.submit(RowSecurityTests::assertNobodyActs));
                visits.add(
                        threads.submit(() ->
                                connections.add(
                                        jdbc().sql("select pg_backend_pid()")
                                                .query(Integer.class)
                                                .single())));
            }
            for (var visit : visits) {
                visit.get();
            }
            assertThat(connections).hasSize(1);
        }
    }

    @Test
    void actsOnlyInsideATransaction() {
        for (Runnable outside :
                List.<Runnable>of(
                        () -> rows().actAs(ANNA),
                        () -> rows().actAsJob("count-notes"),
                        () -> rows().actAsHolder(new byte[1]))) {
            assertThatExceptionOfType(IllegalTransactionStateException.class)
                    .isThrownBy(outside::run);
        }
    }

    @Test
    void takesNoEmptyNames() {
        transaction(_ -> {
            assertThatIllegalArgumentException().isThrownBy(() -> rows().actAsJob(" "));
            assertThatIllegalArgumentException().isThrownBy(() -> rows().actAsHolder(new byte[0]));
        });
    }

    /** Forced row-level security would let it change nothing, and call that a success. */
    @Test
    void aDataMigrationChangesAllRowsOrFails() throws IOException, SQLException {
        var migration =
                folder.resolve(
                        "sample-service/src/main/resources/db/migration/V2__shout_notes.sql");
        Files.writeString(migration, "update ${prefix}notes set text = upper(text);");

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> platform.provisioning.migrate("sample"))
                .withMessageContaining("V2__shout_notes.sql:1")
                .withMessageContaining("nobody acts in this transaction");
        assertThat(all()).containsExactlyInAnyOrder("anna's", "bert's");

        Files.writeString(
                migration,
                """
                select set_config('app.current_job', 'migration', true);
                update ${prefix}notes set text = upper(text);
                """);
        assertThat(platform.provisioning.migrate("sample").applied()).hasSize(1);
        assertThat(all()).containsExactlyInAnyOrder("ANNA'S", "BERT'S");
    }

    private static List<String> all() throws SQLException {
        var texts = new ArrayList<String>();
        try (var admin = platform.provisioning.server().connect("sample_db");
                var statement = admin.createStatement();
                var rows = statement.executeQuery("select text from sample.notes")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Neither outside a transaction nor in one. */
    private static void assertNobodyActs() {
        assertThat(named(jdbc())).allMatch(it -> it == null || it.isEmpty());
        assertThat(catchThrowable(() -> texts(jdbc())))
                .rootCause()
                .hasMessageContaining("nobody acts in this transaction");
        assertThat(catchThrowable(() -> transaction(RowSecurityTests::texts)))
                .rootCause()
                .hasMessageContaining("nobody acts in this transaction");
    }

    private static List<String> named(JdbcClient it) {
        return it.sql(
                        """
                        select current_setting(name, true)
                          from unnest(array['app.current_user_id', 'app.current_job', 'app.presented_hash']) name
                        """)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static List<String> texts(JdbcClient it) {
        return it.sql("select text from notes").query(String.class).list();
    }

    private static void insert(UUID owner, String text) {
        as(
                owner,
                it ->
                        it.sql("insert into notes values (?, ?, ?)")
                                .params(UUID.randomUUID(), owner, text)
                                .update());
    }

    private static void as(UUID user, Consumer<JdbcClient> work) {
        transaction(it -> {
            rows().actAs(user);
            work.accept(it);
        });
    }

    private static void transaction(Consumer<JdbcClient> work) {
        template().executeWithoutResult(_ -> work.accept(jdbc()));
    }

    private static TransactionTemplate template() {
        return service.getBean(TransactionTemplate.class);
    }

    private static RowSecurity rows() {
        return service.getBean(RowSecurity.class);
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }
}
