package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database goes elsewhere under a service that reads and writes all the time. */
class MovingTests {

    private static final String HERE = "sample_db";
    private static final String THERE = "sample_moved";
    private static final String LONG = "30s";
    private static final int POOL = 3;
    private static final int WRITERS = 4;
    private static final int READERS = 2;
    private static final UUID ANNA = UUID.randomUUID();

    @TempDir static Path folder;
    static SamplePlatform platform;
    static Path file;
    static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        platform = new SamplePlatform(folder);
        var here = platform.provisioning.database("sample");
        platform.provisioning.apply(List.of(here, here.named(THERE)), _ -> {});
        platform.provisioning.migrate(here.named(THERE));
        file = folder.resolve("address.properties");
        tell(url(HERE));
        var settings = new HashMap<>(platform.settings());
        settings.put("bulkhead.db.address-file", file);
        service =
                new SpringApplicationBuilder(DatabaseTests.SampleService.class)
                        .run(
                                settings.entrySet().stream()
                                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        service.close();
        platform.close();
    }

    @BeforeEach
    void serveFromHere() throws Exception {
        tell(url(HERE));
        await().until(() -> HERE.equals(database(false)));
        // what the test before left open counts against the user's limit
        await().until(() ->
                sessions(THERE).isEmpty() && !paused() && sessions(HERE).size() <= POOL);
        for (var database : List.of(HERE, THERE)) {
            administer(database, "truncate sample.notes", "comment on schema sample is null");
        }
    }

    @Test
    void writesWaitAndReadsGoOnAndNothingIsLost() throws Exception {
        var over = new AtomicBoolean();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        Set<String> written = ConcurrentHashMap.newKeySet();
        var reads = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                threads.submit(() -> repeat(over, failures, () -> written.add(write())));
            }
            for (int i = 0; i < READERS; i++) {
                threads.submit(() ->
                        repeat(
                                over,
                                failures,
                                () -> {
                                    database(true);
                                    reads.incrementAndGet();
                                }));
            }
            try {
                await().until(() -> written.size() > 50);
                pause(LONG, THERE);
                await().until(MovingTests::nobodyWrites);
                var before = Set.copyOf(written);
                var readBefore = reads.get();
                copyRows();
                await().until(() -> reads.get() > readBefore + 50);
                assertThat(written).hasSameSizeAs(before);
                tell(url(THERE));
                await().until(() -> written.size() > before.size() + 50);
            } finally {
                over.set(true);
            }
        }

        assertThat(failures).isEmpty();
        assertThat(texts(THERE)).containsExactlyInAnyOrderElementsOf(written);
        await().atMost(Duration.ofSeconds(10)).until(() -> sessions(HERE).isEmpty());
    }

    @Test
    void aTransactionThatWritesAlreadyIsWaitedFor() throws Exception {
        inTransaction(
                false,
                () -> {
                    insert("first");
                    pause(LONG, THERE);
                    await().until(() -> paused() && !database(true).isEmpty());
                    assertThat(nobodyWrites()).isFalse();
                    insert("second");
                });

        await().until(MovingTests::nobodyWrites);
        assertThat(texts(HERE)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void aPauseThatNobodyEndsIsOver() throws Exception {
        pause("1s", THERE);
        await().until(MovingTests::nobodyWrites);

        var text = write();

        assertThat(texts(HERE)).containsExactly(text);
        await().until(() -> !paused());
    }

    @Test
    void aPauseThatGetsNoConnectionOfItsOwnIsOverAsWell() throws Exception {
        var others = new ArrayList<Connection>();
        try {
            await().until(() -> refused(others));
            pause("1s", THERE);

            // until one has waited for the end of the pause; a writer who waits in vain is refused
            await().until(() -> {
                var begun = System.nanoTime();
                write();
                return System.nanoTime() - begun > Duration.ofMillis(300).toNanos();
            });
        } finally {
            for (var other : others) {
                other.close();
            }
        }
    }

    /** Takes one connection more of those that the server gives the service's user. */
    private static boolean refused(List<Connection> taken) throws IOException {
        try {
            taken.add(
                    DriverManager.getConnection(
                            url(HERE),
                            "sample_user",
                            Files.readString(
                                            Path.of(
                                                    platform.settings()
                                                            .get("bulkhead.db.password-file")
                                                            .toString()))
                                    .strip()));
            return false;
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("too many connections for role");
            return true;
        }
    }

    @Test
    void whereNobodyEndedThePauseAfterTheMoveItGoesThere() throws Exception {
        pause("1s", THERE);
        await().until(MovingTests::nobodyWrites);
        administer(HERE, "comment on schema sample is 'bulkhead: moved to localhost:1'");

        var text = write();

        assertThat(texts(THERE)).containsExactly(text);
        assertThat(texts(HERE)).isEmpty();
    }

    @Test
    void keepsServingWhereItIsUntilTheNewAddressAnswers() throws Exception {
        tell(url(HERE).replace(HERE, "nowhere_db"));
        await().pollDelay(Duration.ofMillis(300)).until(() -> HERE.equals(database(false)));
        assertThat(texts(HERE)).isEmpty();

        var text = write();

        assertThat(texts(HERE)).containsExactly(text);
    }

    @Test
    void aPauseIsOverForWhoWaitsWhenAnotherAddressIsNamed() throws Exception {
        pause(LONG, THERE);
        await().until(MovingTests::nobodyWrites);
        var waiting = CompletableFuture.supplyAsync(MovingTests::write);

        tell(url(THERE));

        assertThat(texts(THERE)).isSubsetOf(waiting.join());
    }

    @Test
    void whatOnlyReadsCannotWrite() {
        assertThatThrownBy(() -> inTransaction(true, () -> insert("x")))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void whoeverLooksForThePoolFindsTheOneInUse() throws Exception {
        assertThat(pool().getJdbcUrl()).isEqualTo(url(HERE));
        tell(url(THERE));
        await().until(() -> pool().getJdbcUrl().equals(url(THERE)));
        assertThat(pool().getMaximumPoolSize()).isEqualTo(3);
    }

    private static HikariDataSource pool() throws SQLException {
        return service.getBean(DataSource.class).unwrap(HikariDataSource.class);
    }

    private static String write() {
        var text = UUID.randomUUID().toString().substring(0, 20);
        inTransaction(false, () -> insert(text));
        return text;
    }

    private static void insert(String text) {
        service.getBean(JdbcClient.class)
                .sql("insert into notes values (?, ?, ?)")
                .params(UUID.randomUUID(), ANNA, text)
                .update();
    }

    private static String database(boolean readOnly) {
        var found = new ArrayList<String>();
        inTransaction(
                readOnly,
                () ->
                        found.add(
                                service.getBean(JdbcClient.class)
                                        .sql("select current_database()")
                                        .query(String.class)
                                        .single()));
        return found.getFirst();
    }

    private static void inTransaction(boolean readOnly, Runnable work) {
        var transaction =
                new TransactionTemplate(service.getBean(PlatformTransactionManager.class));
        transaction.setReadOnly(readOnly);
        transaction.executeWithoutResult(_ -> {
            service.getBean(RowSecurity.class).actAs(ANNA);
            work.run();
        });
    }

    private static void repeat(AtomicBoolean over, Queue<Throwable> failures, Runnable work) {
        while (!over.get()) {
            try {
                work.run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }

    private static void tell(String url, String... more) {
        try {
            var draft = file.resolveSibling("draft");
            Files.writeString(
                    draft, "spring.datasource.url=" + url + "\n" + String.join("\n", more));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(String length, String next) {
        tell(
                url(HERE),
                "bulkhead.db.pause-writes=" + length,
                "bulkhead.db.next-url=" + url(next),
                "# " + UUID.randomUUID());
    }

    private static String url(String database) {
        return platform.provisioning.server().url(database);
    }

    /** All that whoever moves the database can see. */
    private static boolean nobodyWrites() {
        return sessions(HERE).stream().allMatch(it -> it.equals("sample-service (writes paused)"));
    }

    private static boolean paused() {
        return sessions(HERE).contains("sample-service (writes paused)");
    }

    private static List<String> sessions(String database) {
        return list(
                "postgres",
                "select application_name from pg_stat_activity where usename = 'sample_user' and"
                        + " datname = '"
                        + database
                        + "'");
    }

    private static List<String> texts(String database) {
        return list(database, "select text from sample.notes");
    }

    private static List<String> list(String database, String sql) {
        try (var connection = server().connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copyRows() {
        administer(
                THERE,
                list(HERE, "select format('(%L, %L, %L)', id, owner_id, text) from sample.notes")
                        .stream()
                        .map("insert into sample.notes values "::concat)
                        .toArray(String[]::new));
    }

    private static void administer(String database, String... statements) {
        try (var connection = server().connect(database);
                var statement = connection.createStatement()) {
            for (var it : statements) {
                statement.execute(it);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseServer server() {
        return platform.provisioning.server();
    }
}
