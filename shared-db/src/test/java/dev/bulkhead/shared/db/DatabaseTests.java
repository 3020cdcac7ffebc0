package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a service gets by having shared-db on its class path, against a provisioned database. */
class DatabaseTests {

    static final UUID ANNA = UUID.randomUUID();
    static final UUID BERT = UUID.randomUUID();

    @TempDir static Path folder;
    static SamplePlatform platform;
    static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        platform = new SamplePlatform(folder);
        service = run(Map.of());
    }

    @AfterAll
    static void stop() {
        service.close();
        platform.close();
    }

    @Test
    void namesTheServiceOnItsConnections() {
        assertThat(
                        jdbc().sql("select current_setting('application_name')")
                                .query(String.class)
                                .single())
                .isEqualTo("sample-service");
    }

    @Test
    void boundsThePool() {
        var pool = (HikariDataSource) service.getBean(DataSource.class);

        assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
        assertThat(pool.getConnectionTimeout()).isEqualTo(3_000);
    }

    @Test
    void refusesToStartOnASchemaThatIsBehind(@TempDir Path migrations) throws IOException {
        copyMigration(migrations, "");
        Files.writeString(migrations.resolve("V2__add_colour_to_notes.sql"), "select 1;");

        var failure = catchThrowable(() -> run(locations(migrations)).close());

        assertThat(failure)
                .rootCause()
                .isInstanceOf(SchemaMismatch.class)
                .hasMessage("migration V2 \"add colour to notes\" is missing in the database");
    }

    @Test
    void refusesToStartOnASchemaThatIsAhead(@TempDir Path migrations) {
        assertThat(catchThrowable(() -> run(locations(migrations)).close()))
                .rootCause()
                .isInstanceOf(SchemaMismatch.class)
                .hasMessage("the database has migration V1 \"create notes\", unknown here");
    }

    @Test
    void refusesToStartWhenAMigrationWasChanged(@TempDir Path migrations) throws IOException {
        copyMigration(migrations, "select 1;");

        assertThat(catchThrowable(() -> run(locations(migrations)).close()))
                .rootCause()
                .isInstanceOf(SchemaMismatch.class)
                .hasMessage("migration V1 was changed after it was applied");
    }

    /** What a repeatable migration was before is history, and no reason to refuse. */
    @Test
    void startsAfterARepeatableMigrationWasAppliedAgain(@TempDir Path elsewhere)
            throws IOException {
        var repeatable =
                elsewhere.resolve(
                        "sample-service/src/main/resources/db/migration/R__notes_by_owner.sql");
        try (var other = new SamplePlatform(elsewhere)) {
            var migrations = locations(repeatable.getParent());
            var sql =
                    "create or replace view ${prefix}notes_by_owner with (security_invoker) as"
                            + " select %s from ${prefix}notes;";
            Files.writeString(repeatable, sql.formatted("owner_id"));
            other.provisioning.migrate("sample");
            Files.writeString(repeatable, sql.formatted("owner_id, text"));

            assertThat(catchThrowable(() -> run(other, migrations).close()))
                    .rootCause()
                    .isInstanceOf(SchemaMismatch.class)
                    .hasMessage("migration R \"notes by owner\" is missing in the database");

            other.provisioning.migrate("sample");
            run(other, migrations).close();
        }
    }

    @Test
    void refusesToStartWhereTablesAreNotAsTheCodeExpects() {
        assertThat(catchThrowable(() -> run(Map.of("bulkhead.db.prefix", "other_")).close()))
                .isNotNull();
    }

    @Test
    void namesTheConstraintThatRefusedAWrite() {
        insert(ANNA, "twice");

        var failure = catchThrowable(() -> insert(ANNA, "twice"));

        assertThat(ViolatedConstraint.in(failure))
                .contains(new ViolatedConstraint("notes_text_key", "23505"))
                .get()
                .matches(ViolatedConstraint::isDuplicate);
        assertThat(ViolatedConstraint.in(catchThrowable(() -> insert(ANNA, "x".repeat(21)))))
                .contains(new ViolatedConstraint("notes_text_is_short", "23514"));
        assertThat(ViolatedConstraint.in(new IllegalStateException())).isEmpty();
    }

    @Test
    void namesTheConstraintThatRefusedAnEntityToo() {
        insert(BERT, "taken");

        var failure =
                catchThrowable(() ->
                        as(
                                BERT,
                                () -> {
                                    var entities = service.getBean(EntityManager.class);
                                    entities.persist(new Note(UUID.randomUUID(), BERT, "taken"));
                                    entities.flush();
                                }));

        assertThat(ViolatedConstraint.in(failure))
                .map(ViolatedConstraint::name)
                .contains("notes_text_key");
    }

    @Test
    void keepsValuesOutOfTheMessagesOfRefusedWrites() {
        insert(ANNA, "a secret");

        assertThat(catchThrowable(() -> insert(ANNA, "a secret")))
                .rootCause()
                .hasMessageContaining("notes_text_key")
                .hasMessageNotContaining("a secret");
    }

    @Test
    void tellsALockWaitedForInVainFromOtherFailures() {
        insert(ANNA, "held");
        as(
                ANNA,
                () -> {
                    jdbc().sql("select 1 from notes where text = 'held' for update")
                            .query()
                            .singleRow();
                    var waiting =
                            CompletableFuture.supplyAsync(() ->
                                    catchThrowable(() ->
                                            as(
                                                    ANNA,
                                                    () ->
                                                            jdbc().sql(
                                                                            "select 1 from notes"
                                                                                + " where text ="
                                                                                + " 'held' for"
                                                                                + " update nowait")
                                                                    .query()
                                                                    .singleRow())));
                    assertThat(waiting.join()).isInstanceOf(CannotAcquireLockException.class);
                });
    }

    @Test
    void picksUpARotatedPasswordWithoutRestart(@TempDir Path elsewhere) throws Exception {
        var file = elsewhere.resolve("password");
        Files.copy(platform.secrets.file("sample_user"), file);
        try (var rotating = run(Map.of("bulkhead.db.password-file", file.toString()))) {
            try (var admin = platform.provisioning.server().connect();
                    var statement = admin.createStatement()) {
                statement.execute("alter role sample_user password 'another-long-password'");
            }
            Files.writeString(file, "another-long-password\n");
            var pool = (HikariDataSource) rotating.getBean(DataSource.class);
            pool.getHikariPoolMXBean().softEvictConnections();

            assertThat(rotating.getBean(JdbcClient.class).sql("select 1").query(int.class).single())
                    .isEqualTo(1);
        } finally {
            platform.provisioning.apply(_ -> {}); // sets the password of the file again
        }
    }

    @Test
    void saysWhichPasswordFileCannotBeRead() {
        assertThat(
                        catchThrowable(() ->
                                run(Map.of("bulkhead.db.password-file", "/nowhere/at/all"))
                                        .close()))
                .hasStackTraceContaining(
                        "The password of sample_user cannot be read from /nowhere/at/all");
    }

    private static ConfigurableApplicationContext run(Map<String, Object> more) {
        return run(platform, more);
    }

    private static ConfigurableApplicationContext run(
            SamplePlatform platform, Map<String, Object> more) {
        var settings = new HashMap<>(platform.settings());
        settings.putAll(more);
        var application = new SpringApplicationBuilder(SampleService.class);
        return application.run(
                settings.entrySet().stream()
                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                        .toArray(String[]::new));
    }

    private static Map<String, Object> locations(Path migrations) {
        return Map.of("spring.flyway.locations", "filesystem:" + migrations);
    }

    private static void copyMigration(Path folder, String appended) throws IOException {
        try (var sql =
                DatabaseTests.class.getResourceAsStream("/db/migration/V1__create_notes.sql")) {
            var text = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("V1__create_notes.sql"), text + appended);
        }
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    private static void as(UUID user, Runnable work) {
        new TransactionTemplate(service.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(_ -> {
                    service.getBean(RowSecurity.class).actAs(user);
                    work.run();
                });
    }

    private static void insert(UUID owner, String text) {
        as(
                owner,
                () ->
                        jdbc().sql(
                                        service.getBean(Tables.class)
                                                .sql("insert into ${prefix}notes values (?, ?, ?)"))
                                .params(UUID.randomUUID(), owner, text)
                                .update());
    }

    @SpringBootApplication
    static class SampleService {}

    @Entity
    @Table(name = "notes")
    static class Note {

        @Id private @Nullable UUID id;
        private @Nullable UUID ownerId;
        private @Nullable String text;

        Note(UUID id, UUID ownerId, String text) {
            this.id = id;
            this.ownerId = ownerId;
            this.text = text;
        }

        protected Note() {} // JPA
    }
}
