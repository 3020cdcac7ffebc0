package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each service is locked into its own database, tried with the credentials it really has. */
@ExtendWith(PlatformExtension.class)
class IsolationTests {

    static final java.util.List<String> SERVICES = Platform.SERVICES;

    static Stream<Arguments> strangers() {
        return SERVICES.stream()
                .flatMap(it ->
                        Stream.concat(
                                        SERVICES.stream().map(other -> other + "_db"),
                                        Stream.of("postgres", "template1"))
                                .filter(database -> !database.equals(it + "_db"))
                                .map(database -> Arguments.of(it, database)));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void nobodyConnectsToAnothersDatabase(String service, String database, Platform platform) {
        for (var role : java.util.List.of(service + "_user", service + "_owner")) {
            assertThatExceptionOfType(SQLException.class)
                    .as(role)
                    .isThrownBy(() -> platform.connect(role, database).close())
                    .satisfies(e -> assertThat(e.getSQLState()).isIn("28000", "42501"));
        }
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void theRuntimeUserWorksOnRowsAndOnNothingElse(String service, Platform platform)
            throws SQLException {
        try (var connection = platform.connect(service + "_user", service + "_db");
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("select count(*) from flyway_schema_history")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isPositive();
            }
            for (var forbidden :
                    java.util.List.of(
                            "create table mine (id int)",
                            "create temp table mine (id int)",
                            "create schema mine",
                            "delete from flyway_schema_history",
                            "update flyway_schema_history set success = false",
                            "insert into flyway_schema_history select * from flyway_schema_history",
                            "truncate flyway_schema_history",
                            "drop table flyway_schema_history",
                            "set role " + service + "_owner",
                            "set role postgres")) {
                assertThatExceptionOfType(SQLException.class)
                        .as(forbidden)
                        .isThrownBy(() -> statement.execute(forbidden))
                        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void theServicesAreConnectedAsTheirRuntimeUsers(Platform platform) throws SQLException {
        var sessions = new TreeSet<String>();
        try (var connection = platform.connect("postgres", "postgres");
                var rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        """
                                        select datname || ' ' || usename || ' ' || application_name
                                          from pg_stat_activity
                                         where datname like '%\\_db' and application_name <> 'PostgreSQL JDBC Driver'
                                        """)) {
            while (rows.next()) {
                sessions.add(rows.getString(1));
            }
        }
        assertThat(sessions)
                .containsExactlyInAnyOrder(
                        "auth_db auth_user auth-service",
                        "game_db game_user game-service",
                        "media_db media_user media-service",
                        "payment_db payment_user payment-service");
    }
}
