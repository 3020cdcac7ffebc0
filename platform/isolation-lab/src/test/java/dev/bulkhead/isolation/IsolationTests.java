package dev.bulkhead.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
        var findings = lab().run();

        assertThat(findings.deviations()).isEmpty();
        assertThat(findings.findings()).isNotEmpty();
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
