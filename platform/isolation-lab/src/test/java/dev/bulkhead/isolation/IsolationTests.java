package dev.bulkhead.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own platform, attacked from each service; then the same with a wall taken out. */
class IsolationTests {

    static final Manifest MANIFEST = TestServer.manifest();
    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(MANIFEST);
        MANIFEST.services().forEach(it -> server.database(it.name()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void repair() {
        server.provisioning().apply(_ -> {});
    }

    @Test
    void everyProbeAnswersAsMeasured() {
        var matrix = new Matrix(lab().run());

        assertThat(matrix.surprises()).isEmpty();
        var services = MANIFEST.services().size();
        assertThat(matrix.findings())
                .hasSize(services * (services - 1) * Catalogue.probes().size());
        assertThat(matrix.toMarkdown())
                .contains("| D3 | create a temporary table | 42501 |")
                .contains("| A1 | connect to the victim's database | c28000 |")
                .doesNotContain(" !");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payment_db | grant create on schema payment to payment_user       | D2",
                "postgres   | grant temporary on database payment_db to payment_user | D3",
                "postgres   | grant auth_user to payment_user                      | E1",
                "postgres   | grant payment_owner to payment_user                  | E2",
                "postgres   | grant set on parameter temp_file_limit to payment_user | G4",
                "payment_db | grant delete on payment.flyway_schema_history to payment_user | L1",
                "payment_db | grant truncate on payment.flyway_schema_history to payment_user | L2"
            })
    void findsAWallThatWasTakenOut(String database, String sql, String probe) throws Exception {
        asAdministrator(database, sql);

        assertThat(surprises()).contains(probe);
    }

    @Test
    void findsAControlThatFails() throws Exception {
        asAdministrator("postgres", "alter role payment_user nologin");

        assertThat(lab().run("auth", "payment"))
                .filteredOn(it -> it.probe().id().equals("A1"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.actual()).isEqualTo(it.expected());
                    assertThat(it.asExpected()).isFalse();
                });
    }

    Set<String> surprises() {
        return new Matrix(lab().run("payment", "auth"))
                .surprises().stream().map(it -> it.probe().id()).collect(Collectors.toSet());
    }

    static IsolationLab lab() {
        return new IsolationLab(server.provisioning());
    }

    static void asAdministrator(String database, String... statements) throws SQLException {
        try (var connection = server.provisioning().server().connect(database);
                var statement = connection.createStatement()) {
            for (var sql : List.of(statements)) {
                statement.execute(sql);
            }
        }
    }
}
