package dev.bulkhead.isolation.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probes end what they began, whatever happens to them, and notice a wall that is gone. */
class ArenaTests {

    static final String EVERYBODY_MAY_COME =
            """
            host all postgres 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            """;

    static Arena arena;
    static DatabaseServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve(Manifest.FILE_NAME), ResourceProbesTests.MANIFEST);
        arena = Arena.start(Manifest.read(file, Isolation.DATABASE), "payment", "auth");
        server = arena.provisioning().server();
    }

    @AfterAll
    static void stop() {
        arena.close();
    }

    @AfterEach
    void repair() {
        arena.provisioning().apply(_ -> {});
    }

    /** Waits for as long as it is let, in a session and beside a login that is never finished. */
    static final class Endless implements ResourceProbe {

        @Override
        public Probe probe() {
            return new HeldSnapshot().probe();
        }

        @Override
        public Effect attempt(Contest contest) throws SQLException {
            contest.halfOpen(contest.role());
            try (var session = contest.attacker()) {
                Sql.run(session, "set statement_timeout = 0");
                Sql.run(session, "select count(pg_advisory_lock(n)) from generate_series(1, 50) n");
                Sql.run(session, "select pg_sleep(600)");
            }
            return Effect.unharmed("slept");
        }
    }

    @Test
    void aProbeThatDoesNotEndIsEnded() throws SQLException {
        var hasty =
                new ResourceProbes(
                        arena, "payment", "auth", Duration.ofSeconds(1), ResourceProbes.RECOVERY);

        assertThatIllegalStateException()
                .isThrownBy(() -> hasty.run(new Endless(), Actor.USER))
                .withMessageContaining("K3 did not end within 1 s");

        assertThat(sessions()).isZero();
        assertThat(locks()).isZero();
    }

    @Test
    void anInterruptEndsTheProbeAndIsPassedOn() throws Exception {
        var stillInterrupted = new AtomicBoolean();
        var refusal = new CompletableFuture<IllegalStateException>();
        var caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                new ResourceProbes(arena, "payment", "auth")
                                        .run(new Endless(), Actor.USER);
                            } catch (IllegalStateException e) {
                                stillInterrupted.set(Thread.currentThread().isInterrupted());
                                refusal.complete(e);
                            }
                        });
        await().until(() -> locks() > 0);

        caller.interrupt();

        assertThat(refusal.get(20, java.util.concurrent.TimeUnit.SECONDS))
                .hasMessageContaining("Interrupted during K3");
        assertThat(stillInterrupted).isTrue();
        assertThat(sessions()).isZero();
        assertThat(locks()).isZero();
    }

    @Test
    void aProbeThatFailsIsNoLimit() {
        var clumsy =
                new ResourceProbe() {
                    @Override
                    public Probe probe() {
                        return new KilledBackend().probe();
                    }

                    @Override
                    public Effect attempt(Contest contest) throws SQLException {
                        throw new SQLException("the line went dead", "08006");
                    }
                };

        var finding = new ResourceProbes(arena, "payment", "auth").run(clumsy, Actor.USER);

        assertThat(finding.expected().sqlState()).isEqualTo("08006");
        assertThat(finding.verdict()).isEqualTo(Verdict.DEVIATION);
    }

    @Test
    void onlyProcessesOfItsOwnServersAreKilled() {
        assertThatIllegalStateException()
                .isThrownBy(() -> arena.kill(server, (int) ProcessHandle.current().pid()));
    }

    @Test
    void noProbeLeavesASession() throws SQLException {
        new ResourceProbes(arena, "payment", "auth").run(new AllConnections(), Actor.USER);

        assertThat(sessions()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "K4 | alter role payment_user reset temp_file_limit",
                "K5 | alter role payment_user reset statement_timeout",
                "K6 | alter role payment_user reset idle_in_transaction_session_timeout"
            })
    void noticesALimitThatIsGone(String probe, String sql) throws SQLException {
        asAdministrator(sql);

        assertThat(found(probe).verdict()).isEqualTo(Verdict.DEVIATION);
    }

    @Test
    void noticesThatConnectionsAreNotLimited() throws SQLException {
        asAdministrator("alter role payment_user connection limit -1");
        asAdministrator("alter database payment_db connection limit -1");

        var finding = found("K1");

        assertThat(finding.verdict()).isEqualTo(Verdict.DEVIATION);
        assertThat(finding.outcome().sqlState()).isEqualTo("53300");
    }

    @Test
    void noticesThatStrangersAreAskedForAPassword() throws Exception {
        letEverybodyCome();

        var finding = found("K2b");

        assertThat(finding.verdict()).isEqualTo(Verdict.DEVIATION);
        assertThat(finding.outcome().sqlState()).isEqualTo("53300");
    }

    @ParameterizedTest
    @CsvSource({"K11, template1", "K12, auth_db"})
    void noticesThatADatabaseIsOpen(String probe, String database) throws Exception {
        letEverybodyCome();
        asAdministrator("grant connect on database %s to public".formatted(database));

        var finding = found(probe);

        assertThat(finding.verdict()).isEqualTo(Verdict.DEVIATION);
        assertThat(finding.outcome().sqlState()).isEqualTo("55006");
    }

    @Test
    void aVictimThatCannotWorkProvesNothing() throws SQLException {
        asAdministrator("alter role auth_user nologin");
        try {
            var hasty =
                    new ResourceProbes(
                            arena, "payment", "auth", ResourceProbes.LIMIT, Duration.ofMillis(200));

            var finding = hasty.run(new TemplateSeat(), Actor.USER);
            assertThat(finding.verdict()).isEqualTo(Verdict.HELD);

            finding = hasty.run(new BurntTransactionIds(), Actor.USER);
            assertThat(finding.verdict()).isEqualTo(Verdict.DEVIATION);
        } finally {
            asAdministrator("alter role auth_user login");
        }
    }

    static Finding found(String id) {
        return new ResourceProbes(arena, "payment", "auth").run(id, Actor.USER);
    }

    static void letEverybodyCome() throws IOException, SQLException {
        Files.writeString(server.hbaFile(), EVERYBODY_MAY_COME);
        asAdministrator("select pg_reload_conf()");
        await().until(() -> lets("payment_user"));
    }

    /** Whether the new lines count already. */
    static boolean lets(String role) {
        try (var connection = server.connect("postgres", role, arena.password(server, role))) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return "42501".equals(e.getSQLState());
        }
    }

    static void asAdministrator(String sql) throws SQLException {
        try (var connection = server.connect()) {
            Sql.run(connection, sql);
        }
    }

    static long sessions() throws SQLException {
        return number(
                """
                select count(*) from pg_stat_activity
                 where usename in ('payment_user', 'payment_owner', 'auth_user', 'auth_owner')
                """);
    }

    static long locks() throws SQLException {
        return number("select count(*) from pg_locks where locktype = 'advisory'");
    }

    static long number(String sql) throws SQLException {
        try (Connection connection = server.connect()) {
            return Sql.number(connection, sql);
        }
    }
}
