package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

class PasswordRotationTests {

    static final String ROLE = "payment_user";
    static final String DATABASE = "payment_db";
    static final String REFUSED_PASSWORD = "28P01";

    static TestPlatform platform;

    String before;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = TestPlatform.ready(folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @BeforeEach
    void remember() {
        before = platform.secrets.password(ROLE);
    }

    @AfterEach
    void leavesTheServerAsTheManifestSays() {
        assertThat(platform.provisioning().plan().steps()).isEmpty();
    }

    @Test
    void replacesThePasswordAndRefusesTheOldOneAtOnce() throws Exception {
        rotate(ROLE);

        var after = platform.secrets.password(ROLE);
        assertThat(after).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(before);
        assertThat(works(after)).isTrue();
        assertThat(works(before)).isFalse();
    }

    @Test
    void hashesAsOftenAsTheServerIsSetTo() throws Exception {
        for (var iterations : List.of(4096, 1)) {
            platform.asAdministrator(
                    "postgres",
                    "alter role postgres set scram_iterations = " + iterations,
                    "alter role payment_owner password null");
            platform.provisioning().apply(_ -> {});
            rotate(ROLE);

            for (var role : List.of("payment_owner", ROLE)) {
                assertThat(verifier(role)).startsWith("SCRAM-SHA-256$" + iterations + ":");
            }
        }
        platform.asAdministrator("postgres", "alter role postgres reset scram_iterations");
    }

    private static String verifier(String role) throws SQLException {
        try (var connection = platform.server.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select rolpassword from pg_authid where rolname = '%s'"
                                        .formatted(role))) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void letsSessionsGoOn() throws Exception {
        try (var session = platform.as(ROLE, DATABASE);
                var statement = session.createStatement()) {
            rotate(ROLE);

            assertThat(statement.execute("select count(*) from orders")).isTrue();
        }
    }

    @Test
    void rotatesEachRoleOnceAndNoOther() {
        var others = passwords("auth_owner", "auth_user");
        var own = passwords("payment_owner", ROLE);
        var heard = new ArrayList<String>();

        platform.provisioning()
                .rotatePasswords(List.of("payment_owner", ROLE, ROLE), List.of(), heard::add);

        assertThat(heard).containsExactly("payment_owner", ROLE);
        assertThat(passwords("auth_owner", "auth_user")).isEqualTo(others);
        assertThat(passwords("payment_owner", ROLE)).doesNotContainAnyElementsOf(own);
        assertThat(platform.provisioning().migrate("payment").applied()).isEmpty();
    }

    @Test
    void keepsWhoMayReadTheFile() throws Exception {
        var file = platform.secrets.file(ROLE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

        rotate(ROLE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r-----");
        assertThat(platform.secrets.folder().toFile().list()).noneMatch(it -> it.startsWith("."));
    }

    @Test
    void neverLeavesTheFileHalfWritten() throws Exception {
        var seen = new ArrayList<String>();
        var reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                seen.add(platform.secrets.password(ROLE));
                            }
                        });
        for (int i = 0; i < 5; i++) {
            rotate(ROLE);
        }
        reader.interrupt();
        reader.join();

        assertThat(seen).isNotEmpty().allMatch(it -> it.length() == 43);
    }

    @Test
    void givesTheNewPasswordToThoseWhoHaveACopy(@TempDir Path folder) {
        var payment = new Secrets(folder.resolve("payment"));
        var auth = new Secrets(folder.resolve("auth"));
        payment.file(ROLE);
        auth.file("auth_user");
        var untouched = auth.password("auth_user");

        platform.provisioning().rotatePasswords(Set.of(ROLE), List.of(payment, auth), _ -> {});

        assertThat(payment.password(ROLE)).isEqualTo(platform.secrets.password(ROLE));
        assertThat(auth.has(ROLE)).isFalse();
        assertThat(auth.password("auth_user")).isEqualTo(untouched);
    }

    @Test
    void keepsTheOldPasswordWhenACopyCannotBeWritten(@TempDir Path folder) throws Exception {
        var writable = new Secrets(folder.resolve("one"));
        Files.createDirectories(writable.folder());
        Files.writeString(writable.folder().resolve(ROLE), before);
        var full = new Secrets(folder.resolve("two"));
        Files.createDirectories(full.folder().resolve(ROLE).resolve("in the way"));

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() ->
                        platform.provisioning()
                                .rotatePasswords(Set.of(ROLE), List.of(writable, full), _ -> {}))
                .withMessageContaining("cannot be replaced");

        assertThat(writable.password(ROLE)).isEqualTo(before);
        nothingChanged();
    }

    @Test
    void keepsTheOldPasswordWhenTheServerEndsTheSessionBeforeItCounts() throws Exception {
        var rotation = rotation(PasswordRotationTests::terminatedFirst);

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> rotation.rotate(ROLE, List.of(platform.server)))
                .withMessageContaining(ROLE + " keeps its password")
                .withMessageNotContaining("SCRAM");

        nothingChanged();
    }

    @Test
    void keepsTheNewPasswordWhenOnlyTheNewsOfItIsLost() throws Exception {
        rotation(
                        connection -> {
                            connection.commit();
                            throw new SQLException("connection lost", "08006");
                        })
                .rotate(ROLE, List.of(platform.server));

        assertThat(platform.secrets.password(ROLE)).isNotEqualTo(before);
        assertThat(works(platform.secrets.password(ROLE))).isTrue();
        assertThat(works(before)).isFalse();
    }

    @Test
    void aCrashBetweenFileAndServerIsRepairedByTheNextProvisioning() throws Exception {
        var rotation =
                rotation(_ -> {
                    throw new PowerCut();
                });

        assertThatThrownBy(() -> rotation.rotate(ROLE, List.of(platform.server)))
                .isInstanceOf(PowerCut.class);

        var after = platform.secrets.password(ROLE);
        assertThat(after).isNotEqualTo(before);
        assertThat(works(after)).isFalse();
        assertThat(platform.provisioning().apply(_ -> {}))
                .singleElement()
                .asString()
                .startsWith("role payment_user: set the password that is in ");
        assertThat(works(after)).isTrue();
        assertThat(works(before)).isFalse();
    }

    @Test
    void repairsAPasswordThatTheRoleGaveItself() throws Exception {
        try (var session = platform.as(ROLE, DATABASE);
                var statement = session.createStatement()) {
            statement.execute("alter role payment_user password 'of-its-own-choice'");
        }

        rotate(ROLE);

        assertThat(works(platform.secrets.password(ROLE))).isTrue();
        assertThat(works("of-its-own-choice")).isFalse();
    }

    @Test
    void rotatesOneAtATime() throws Exception {
        var together = new CyclicBarrier(4);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rotations =
                    List.of(1, 2, 3, 4).stream()
                            .map(_ ->
                                    threads.submit(() -> {
                                        together.await();
                                        rotate(ROLE);
                                        return null;
                                    }))
                            .toList();
            for (var it : rotations) {
                it.get();
            }
        }

        assertThat(works(platform.secrets.password(ROLE))).isTrue();
        assertThat(works(before)).isFalse();
    }

    @Test
    void waitsForAProvisionerWhoIsAtWork() throws Exception {
        var heard = new ArrayList<String>();
        Thread rotating;
        try (var provisioner = platform.server.connect();
                var statement = provisioner.createStatement()) {
            statement.execute("select pg_advisory_lock(x'62756c6b68656164'::bit(64)::bigint)");
            rotating =
                    Thread.ofPlatform()
                            .start(() ->
                                    platform.provisioning()
                                            .rotatePasswords(Set.of(ROLE), List.of(), heard::add));
            await().until(() -> {
                try (var rows =
                        statement.executeQuery(
                                "select from pg_locks where locktype = 'advisory' and not"
                                        + " granted")) {
                    return rows.next();
                }
            });
            assertThat(heard).isEmpty();
            nothingChanged();
        }
        rotating.join();
        assertThat(heard).containsExactly(ROLE);
    }

    @Test
    void saysThatARoleDoesNotExistYet() {
        var early = new PasswordRotation(platform.secrets, List.of());

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> early.rotate("media_user", List.of(platform.server)))
                .withMessage("There is no role media_user yet; create the databases first.");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> rotate("nobody_user"));
    }

    @Test
    void writesNoSecretToTheLog() throws Exception {
        platform.asAdministrator(
                "postgres",
                "alter system set log_statement = 'all'",
                "alter system set log_min_duration_statement = 0",
                "select pg_reload_conf()");
        try {
            rotate(ROLE);
            var failing = new PasswordRotation(platform.secrets, List.of());
            assertThatExceptionOfType(ProvisioningFailed.class)
                    .isThrownBy(() -> failing.rotate("media_user", List.of(platform.server)));

            assertThat(Files.readString(platform.embedded.log()))
                    .contains("pg_advisory_lock")
                    .doesNotContain(before, platform.secrets.password(ROLE))
                    .doesNotContain("SCRAM-SHA-256$");
        } finally {
            platform.asAdministrator(
                    "postgres", "alter system reset all", "select pg_reload_conf()");
            platform.provisioning().apply(_ -> {});
        }
    }

    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static void terminatedFirst(Connection connection) throws SQLException {
        var pid = connection.unwrap(PGConnection.class).getBackendPID();
        platform.asAdministrator("postgres", "select pg_terminate_backend(%d)".formatted(pid));
        connection.commit();
    }

    private static void rotate(String role) {
        platform.provisioning().rotatePasswords(Set.of(role), List.of(), _ -> {});
    }

    private static PasswordRotation rotation(PasswordRotation.Commit commit) {
        return new PasswordRotation(platform.secrets, List.of(), commit);
    }

    private static List<String> passwords(String... roles) {
        return List.of(roles).stream().map(platform.secrets::password).toList();
    }

    private void nothingChanged() throws SQLException {
        assertThat(platform.secrets.password(ROLE)).isEqualTo(before);
        assertThat(works(before)).isTrue();
    }

    private static boolean works(String password) throws SQLException {
        try (var _ = platform.server.connect(DATABASE, ROLE, password)) {
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo(REFUSED_PASSWORD);
            return false;
        }
    }
}
