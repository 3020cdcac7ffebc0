package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One server's life, told in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvisioningTests {

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = new TestPlatform(folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    @Order(1)
    void aDryRunChangesNothing() throws Exception {
        var plan = platform.provisioning().plan();

        assertThat(plan.toSql())
                .contains(
                        "create role payment_user login noinherit",
                        "password :'payment_user_verifier'",
                        "create database payment_db")
                .doesNotContain("SCRAM-SHA-256");
        assertThat(platform.provisioning().plan().toSql()).isEqualTo(plan.toSql());
        try (var connection = platform.server.connect();
                var roles =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select from pg_roles where rolname = 'payment_user'")) {
            assertThat(roles.next()).isFalse();
        }
    }

    @Test
    @Order(2)
    void makesTheServerLookLikeTheManifest() {
        var heard = new ArrayList<Step>();

        var taken = platform.provisioning().apply(heard::add);

        assertThat(taken).isNotEmpty().isEqualTo(heard);
        assertThat(platform.provisioning().plan().steps()).isEmpty();
        assertThat(platform.provisioning().apply(heard::add)).isEmpty();
    }

    @Test
    @Order(3)
    void migratesEachServiceOnceAsItsOwner() {
        assertThat(platform.provisioning().migrate("payment").applied())
                .containsExactly("V1 create orders");
        assertThat(platform.provisioning().migrate("auth").applied()).hasSize(1);
        var again = platform.provisioning().migrate("payment");
        assertThat(again.applied()).isEmpty();
        assertThat(again.version()).isEqualTo("1");
        assertThat(platform.provisioning().plan().steps()).isEmpty();
    }

    @Test
    @Order(4)
    void seedsWhatTheEnvironmentNeeds() {
        var provisioning = platform.provisioning();

        assertThat(provisioning.seed("payment", Environment.PROD).rows()).isEqualTo(1);
        var dev = provisioning.seed("payment", Environment.DEV);
        assertThat(dev.files()).containsExactly("prod/products.sql", "dev/orders.sql");
        assertThat(dev.rows()).isEqualTo(2);
        assertThat(provisioning.seed("payment", Environment.DEV).rows()).isZero();
        assertThat(provisioning.seed("auth", Environment.DEV).files()).isEmpty();
    }
}
