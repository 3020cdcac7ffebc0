package dev.bulkhead.toolbox.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.program.ClientPrograms;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups of services that share a server, made and restored on each rung. */
class BackupTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final int JOBS = 2;

    @TempDir static Path home;

    static TestPlatform platform;

    final ClientPrograms programs = ClientPrograms.here();
    final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    final InstantSource clock = now::get;
    Path files;
    BackupFolder folder;

    @BeforeAll
    static void start() throws IOException {
        platform = new TestPlatform(home.toRealPath(), InstalledPostgres.home());
    }

    @AfterAll
    static void stop() {
        if (platform != null) {
            platform.close();
        }
    }

    @BeforeEach
    void folder(@TempDir Path temporary) {
        files = temporary.resolve("backups");
        folder = new BackupFolder(files);
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"DATABASE", "SCHEMA", "PREFIX"})
    void holdsEveryRowOfOneServiceAndNothingElse(Isolation rung) throws Exception {
        var provisioning = platform.ready(rung);
        var auth = provisioning.database("auth");

        var stored = backUp(provisioning, auth);

        var backup = stored.backup();
        assertThat(stored.file().getFileName()).hasToString("test-auth-20261121T120000Z.dump");
        assertThat(backup.tables())
                .filteredOn(it -> !it.name().endsWith("history"))
                .extracting(TableSum::name, TableSum::rows)
                .containsExactly(
                        tuple(auth.prefix() + "audit_log", 50L),
                        tuple(auth.prefix() + "sessions", 300L),
                        tuple(auth.prefix() + "users", 500L));
        assertThat(backup.migration()).isEqualTo("2");
        assertThat(backup.rung()).isEqualTo(rung.word());
        assertThat(backup.sequences()).containsValue(500L);
        assertThat(contents(stored))
                .anyMatch(it -> it.contains("TABLE DATA") && it.contains("sessions"))
                .noneMatch(it -> it.contains(" ACL ") || it.contains("orders"));
        assertThat(Files.getPosixFilePermissions(files))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (var all = Files.list(files)) {
            assertThat(all)
                    .hasSize(2)
                    .allSatisfy(it ->
                            assertThat(Files.getPosixFilePermissions(it))
                                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"DATABASE", "SCHEMA", "PREFIX"})
    void restoresOneServiceAsLockedInAsItWas(Isolation rung) throws Exception {
        var provisioning = platform.ready(rung);
        var auth = provisioning.database("auth");
        var payment = provisioning.database("payment");
        var stored = backUp(provisioning, auth);
        platform.inside(
                auth,
                """
                delete from %1$s.%2$ssessions;
                update %1$s.%2$susers set name = 'lost';
                create table %1$s.%2$sleft_behind (id int);
                """);
        platform.inside(payment, "insert into %1$s.%2$sorders values (99, 99)");

        try (var neighbour = platform.as(payment.user(), payment)) {
            var restored = restore(provisioning, auth, stored);

            assertThat(restored.rows()).isEqualTo(stored.backup().rows());
            assertThat(
                            Query.rows(
                                    neighbour,
                                    it -> it.getLong(1),
                                    "select count(*) from %sorders".formatted(payment.prefix())))
                    .containsExactly(21L);
        }
        assertThat(platform.count(auth, "sessions")).isEqualTo(300);
        assertThat(platform.count(auth, "users where name like 'user %%'")).isEqualTo(500);
        assertThat(provisioning.plan().steps()).isEmpty();
        assertThat(provisioning.status("auth"))
                .allSatisfy(it -> assertThat(it.state()).isEqualTo("Success"));
        isLockedIn(auth);
        provisioning.migrate("auth"); // the owner reaches everything that it may have to change
        try (var owner = platform.as(auth.owner(), auth)) {
            Sql.run(
                    owner,
                    "drop statistics %susers_stats".formatted(auth.prefix()),
                    "alter table %susers add column more int".formatted(auth.prefix()));
        }

        var kept = restoring(provisioning).kept(provisioning.databases());
        assertThat(kept).hasSize(1).allSatisfy(it -> assertThat(it.service()).isEqualTo("auth"));
        assertThat(ownersIn(kept.getFirst())).containsOnly("postgres");
        restoring(provisioning).drop(auth, kept.getFirst());
        assertThat(restoring(provisioning).kept(provisioning.databases())).isEmpty();
        assertThat(provisioning.plan().steps()).isEmpty();
    }

    /** Whose the tables of a schema are; of a database, whose it is. */
    private static List<String> ownersIn(Kept kept) throws SQLException {
        try (var connection =
                platform.server.connect(kept.schema().isEmpty() ? "postgres" : kept.database())) {
            return Query.rows(
                    connection,
                    it -> it.getString(1),
                    """
                    select pg_get_userbyid(relowner) from pg_class where relnamespace in (select oid from pg_namespace where nspname = ?)
                    union all
                    select pg_get_userbyid(datdba) from pg_database where datname = ?
                    """,
                    kept.schema(),
                    kept.database());
        }
    }

    private static void isLockedIn(ServiceDatabase auth) throws SQLException {
        try (var user = platform.as(auth.user(), auth)) {
            assertThat(
                            Query.rows(
                                    user,
                                    it -> it.getLong(1),
                                    "select count(*) from %ssessions".formatted(auth.prefix())))
                    .as("sessions that a user sees in nobody's name")
                    .containsExactly(0L);
            Sql.run(
                    user,
                    "insert into %susers (name) values ('new')".formatted(auth.prefix()),
                    "select %stwice(2)".formatted(auth.prefix()));
            for (var sql :
                    new String[] {
                        "delete from %saudit_log",
                        "update %sflyway_schema_history set success = true",
                        "create table %smine (id int)",
                        "truncate %susers",
                        "alter table %ssessions disable row level security"
                    }) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> Sql.run(user, sql.formatted(auth.prefix())))
                        .matches(it -> "42501".equals(it.getSQLState()), sql);
            }
        }
    }

    @Test
    void restoresToLookAtBesideTheLiveOne() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        var auth = provisioning.database("auth");
        var stored = backUp(provisioning, auth);
        platform.inside(auth, "delete from %1$s.%2$ssessions");
        platform.asAdministrator("postgres", "drop database if exists looked_at");

        restoring(provisioning).into(auth, stored, "looked_at", JOBS, Progress.NONE);

        assertThat(platform.count(auth.named("looked_at"), "sessions")).isEqualTo(300);
        assertThat(platform.count(auth, "sessions")).isZero();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> platform.as(auth.user(), auth.named("looked_at")));
        assertThatExceptionOfType(BackupFailed.class)
                .isThrownBy(() ->
                        restoring(provisioning)
                                .into(auth, stored, "looked_at", JOBS, Progress.NONE))
                .withMessageStartingWith("There is a database looked_at already");
    }

    @Test
    void refusesWhatDoesNotFitBeforeAnythingIsChanged() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        var auth = provisioning.database("auth");
        var stored = backUp(provisioning, auth);
        var before = platform.databases();

        refused(provisioning, provisioning.database("payment"), stored)
                .withMessageContaining("is a backup of auth of the platform test, not of payment");
        refused(
                        platform.on(Isolation.PREFIX),
                        platform.on(Isolation.PREFIX).database("auth"),
                        stored)
                .withMessageContaining("was made on the rung database");
        Files.delete(
                home.toRealPath().resolve("auth-service/db/migration/V2__create_sessions.sql"));
        refused(provisioning, auth, stored)
                .withMessageContaining("tables of migration 2, but the newest of auth here is 1");
        TestPlatform.FILES.forEach(platform::write);
        damage(stored.file());
        refused(provisioning, auth, stored).withMessageContaining("is damaged: its SHA-256");
        Files.delete(StoredBackup.sidecar(stored.file()));
        assertThatExceptionOfType(BackupFailed.class)
                .isThrownBy(() -> StoredBackup.read(stored.file()))
                .withMessageContaining("lacks its test-auth-20261121T120000Z.dump.json");
        assertThatExceptionOfType(BackupFailed.class)
                .isThrownBy(() -> StoredBackup.read(files.resolve("none.dump")))
                .withMessageStartingWith("There is no backup");

        assertThat(platform.databases()).isEqualTo(before);
    }

    private ThrowableAssertAlternative<BackupFailed> refused(
            Provisioning provisioning, ServiceDatabase place, StoredBackup stored) {
        return assertThatExceptionOfType(BackupFailed.class)
                .isThrownBy(() -> restore(provisioning, place, stored));
    }

    @Test
    void leavesTheServiceAloneWhenTheRestoredRowsAreOthers() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        var auth = provisioning.database("auth");
        var stored = with(backUp(provisioning, auth), "\"rows\" : 300", "\"rows\" : 301");

        refused(provisioning, auth, stored)
                .withMessage(
                        "What was restored is not what was backed up, and the service is as it was:"
                                + " auth.sessions has 300 rows and had 301.");

        assertThat(platform.databases()).contains("auth_db").doesNotContain("auth_db_restore");
        assertThat(platform.count(auth, "sessions")).isEqualTo(300);
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"DATABASE", "SCHEMA"})
    void clearsAwayWhatAKilledRestoreLeft(Isolation rung) throws Exception {
        var provisioning = platform.ready(rung);
        var auth = provisioning.database("auth");
        var stored = backUp(provisioning, auth);
        var draft =
                rung == Isolation.DATABASE
                        ? new DraftDatabase(provisioning, auth)
                        : new DraftSchema(provisioning, programs, auth);
        draft.fill(new Archive(stored, programs.find("pg_restore", 15)), JOBS, Progress.NONE);

        restore(provisioning, auth, stored);

        assertThat(platform.count(auth, "sessions")).isEqualTo(300);
        assertThat(provisioning.plan().steps()).isEmpty();
    }

    @Test
    void touchesNoDraftThatIsSomebodyElses() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        var auth = provisioning.database("auth");
        var stored = backUp(provisioning, auth);
        platform.asAdministrator("postgres", "create database auth_db_restore");
        platform.asAdministrator(
                "auth_db_restore", "create schema auth", "create table auth.precious (id int)");
        try {
            refused(provisioning, auth, stored)
                    .withMessageStartingWith(
                            "There is a database auth_db_restore that no restore of ours made");
            assertThat(platform.databases()).contains("auth_db_restore");
        } finally {
            platform.asAdministrator("postgres", "drop database auth_db_restore");
        }
    }

    @Test
    void verifiesOnAServerOfItsOwnAndFindsWhatDiffers() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        var auth = provisioning.database("auth");
        var stored = backUp(provisioning, auth);
        var verifying = new VerifyingBackups(programs, clock);
        now.set(NOON.plusSeconds(60));

        var verified = verifying.run(auth, stored, JOBS, Progress.NONE);

        assertThat(verified.differences()).isEmpty();
        assertThat(StoredBackup.read(stored.file()).backup().verified())
                .isEqualTo(NOON.plusSeconds(60));

        var sum = stored.backup().tables().getLast().checksum();
        var other = with(stored, sum, sum.equals("1") ? "2" : "1");
        assertThat(verifying.run(auth, other, JOBS, Progress.NONE).differences())
                .containsExactly("auth.users has other values in its 500 rows");

        damage(stored.file());
        assertThatExceptionOfType(BackupFailed.class)
                .isThrownBy(() -> verifying.run(auth, stored, JOBS, Progress.NONE))
                .withMessageContaining("is damaged");
    }

    @Test
    void leavesNothingThatLooksCompleteAndCleansUp() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        var auth = provisioning.database("auth");
        Files.createDirectories(files);
        Files.writeString(files.resolve("test-auth-20260101T000000Z.dump.part"), "half");
        Files.writeString(files.resolve("test-auth-20260101T000001Z.dump.json"), "{}");
        Files.writeString(files.resolve("test-game-20260101T000000Z.dump.part"), "another's");

        assertThat(folder.list()).isEmpty();
        var stored = backUp(provisioning, auth);

        try (var all = Files.list(files)) {
            assertThat(all.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "test-game-20260101T000000Z.dump.part",
                            "test-auth-20261121T120000Z.dump",
                            "test-auth-20261121T120000Z.dump.json");
        }
        assertThat(folder.list()).containsExactly(stored);
    }

    @Test
    void keepsTheNewestOfEachService() throws Exception {
        var provisioning = platform.ready(Isolation.DATABASE);
        for (int i = 0; i < 3; i++) {
            now.set(NOON.plusSeconds(i));
            backUp(provisioning, provisioning.database("auth"));
        }
        var only = backUp(provisioning, provisioning.database("payment"));

        assertThat(folder.beyond(1))
                .extracting(it -> it.backup().taken())
                .containsExactly(NOON, NOON.plusSeconds(1));
        folder.beyond(1).forEach(folder::delete);

        assertThat(folder.list()).hasSize(2).contains(only);
        assertThat(folder.newest("test", "auth").orElseThrow().backup().taken())
                .isEqualTo(NOON.plusSeconds(2));
    }

    private StoredBackup backUp(Provisioning provisioning, ServiceDatabase place) {
        return new BackingUp(provisioning, programs, clock).run(place, folder, Progress.NONE);
    }

    private Restored restore(
            Provisioning provisioning, ServiceDatabase place, StoredBackup stored) {
        return restoring(provisioning).check(place, stored, Progress.NONE).run(JOBS, Progress.NONE);
    }

    private Restoring restoring(Provisioning provisioning) {
        return new Restoring(provisioning, programs, clock);
    }

    private List<String> contents(StoredBackup stored) {
        return new Archive(stored, programs.find("pg_restore", stored.backup().toolMajor()))
                .contents();
    }

    /** The same dump with something else known of it. */
    private static StoredBackup with(StoredBackup stored, String text, String other)
            throws IOException {
        var sidecar = StoredBackup.sidecar(stored.file());
        var known = Files.readString(sidecar);
        assertThat(known).contains(text);
        Files.writeString(sidecar, known.replace(text, other));
        return StoredBackup.read(stored.file());
    }

    private static void damage(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            var old = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(old ^ 0xff);
        }
    }
}
