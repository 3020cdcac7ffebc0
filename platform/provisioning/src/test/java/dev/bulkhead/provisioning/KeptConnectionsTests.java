package dev.bulkhead.provisioning;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.server.DatabaseServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often provisioning logs in, and that whoever uses a connection again notices nothing. */
class KeptConnectionsTests {

    static final Pattern LOGIN =
            Pattern.compile("connection authorized: user=(\\S+) database=(\\S+)");

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) throws SQLException {
        platform = TestPlatform.ready(folder);
        platform.provisioning().seed("payment", Environment.DEV);
        platform.asAdministrator(
                "postgres", "alter system set log_connections = on", "select pg_reload_conf()");
        Awaitility.await()
                .until(() -> {
                    platform.asAdministrator("postgres");
                    return !logins(0).isEmpty();
                });
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @AfterEach
    void nothingStaysConnected() {
        Awaitility.await()
                .untilAsserted(() -> {
                    try (var connection = platform.server.connect()) {
                        assertThat(
                                        one(
                                                connection,
                                                """
                                                select count(*) from pg_stat_activity
                                                 where backend_type = 'client backend' and pid <> pg_backend_pid()
                                                """))
                                .isEqualTo("0");
                    }
                });
    }

    @Test
    void logsInOnceForEachDatabaseAndRoleWhenNothingIsToDo() throws Exception {
        var before = Files.size(platform.embedded.log());

        keeping(it -> {
            assertThat(it.apply(_ -> {})).isEmpty();
            for (var service : new String[] {"auth", "payment"}) {
                assertThat(it.migrate(service).applied()).isEmpty();
                it.seed(service, Environment.DEV);
            }
            assertThat(it.plan().isEmpty()).isTrue();
        });

        assertThat(logins(before))
                .isEqualTo(
                        Map.of(
                                "postgres in postgres", 2, // the lock of provisioners, and the work
                                "postgres in auth_db", 1,
                                "postgres in payment_db", 1,
                                "auth_owner in auth_db", 1,
                                "payment_owner in payment_db", 1));
    }

    @Test
    void whatASessionHadIsGoneBeforeTheNextHasIt() throws SQLException {
        keeping(it -> {
            try (var reader = owner(it.server())) {
                reader.setReadOnly(true);
            }
            var first = used(it.server());
            try (var again = owner(it.server());
                    var other = platform.as("payment_owner", "payment_db")) {
                assertThat(again.getAutoCommit()).isTrue();
                assertThat(again.isReadOnly()).isFalse();
                assertThat(one(again, "show work_mem")).isEqualTo("4MB");
                assertThat(one(again, "show application_name")).isEqualTo("bulkhead-provisioning");
                assertThat(one(again, "select current_schema()")).isEqualTo("payment");
                assertThat(one(again, "select count(*) from orders where id = 7")).isEqualTo("0");
                assertThat(one(again, "select count(*) from pg_listening_channels()"))
                        .isEqualTo("0");
                assertThat(one(other, "select pg_try_advisory_lock(7)")).isEqualTo("t");
                assertThat(one(again, "select pg_backend_pid()")).isEqualTo(first);
            }
        });
    }

    @Test
    void anotherPasswordHasToBeProvenOnItsOwn() throws SQLException {
        keeping(it -> {
            used(it.server());
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            it.server().connect("payment_db", "payment_owner", "wrong").close())
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        });
    }

    @Test
    void everybodyLogsInAnewOnceSomethingWasChanged() throws SQLException {
        keeping(it -> {
            var before = used(it.server());
            platform.asAdministrator(
                    "postgres", "alter role payment_owner set lock_timeout = '1min'");
            assertThat(it.apply(_ -> {})).hasSize(1);
            try (var after = owner(it.server())) {
                assertThat(one(after, "select pg_backend_pid()")).isNotEqualTo(before);
                assertThat(one(after, "show lock_timeout")).isEqualTo("5s");
            }
        });
    }

    @Test
    void whatTheServerEndedIsNotHandedOutAgain() throws SQLException {
        keeping(it -> {
            var before = used(it.server());
            platform.asAdministrator(
                    "postgres", "select pg_terminate_backend(%s, 10000)".formatted(before));
            try (var after = owner(it.server())) {
                assertThat(one(after, "select pg_backend_pid()")).isNotEqualTo(before);
            }
        });
    }

    @Test
    void nothingStaysConnectedAfterAFailureEither() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        keeping(it -> {
                            used(it.server());
                            throw new IllegalStateException("in between");
                        }));
    }

    interface Work {
        void with(Provisioning provisioning) throws SQLException;
    }

    static void keeping(Work work) throws SQLException {
        var failed =
                platform.provisioning()
                        .keepingConnections(it -> {
                            try {
                                work.with(it);
                                return Optional.<SQLException>empty();
                            } catch (SQLException e) {
                                return Optional.of(e);
                            }
                        });
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    /** Leaves behind whatever a session can, and says which it was. */
    static String used(DatabaseServer server) throws SQLException {
        try (var connection = owner(server);
                var statement = connection.createStatement()) {
            statement.execute("set work_mem = '8MB'");
            statement.execute("set search_path = pg_catalog");
            statement.execute("set application_name = 'somebody'");
            statement.execute("listen somebody");
            statement.execute("select pg_advisory_lock(7)");
            connection.setAutoCommit(false);
            statement.execute("insert into payment.orders values (7, 7)");
            return one(connection, "select pg_backend_pid()");
        }
    }

    static Connection owner(DatabaseServer server) throws SQLException {
        return server.connect(
                "payment_db", "payment_owner", platform.secrets.password("payment_owner"));
    }

    static Map<String, Integer> logins(long since) throws Exception {
        var log = Files.readAllBytes(platform.embedded.log());
        var text = new String(log, (int) since, (int) (log.length - since));
        return LOGIN.matcher(text)
                .results()
                .collect(
                        groupingBy(
                                KeptConnectionsTests::who,
                                TreeMap::new,
                                Collectors.summingInt(_ -> 1)));
    }

    static String who(MatchResult login) {
        return login.group(1) + " in " + login.group(2);
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
