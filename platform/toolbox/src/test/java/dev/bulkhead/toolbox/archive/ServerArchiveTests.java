package dev.bulkhead.toolbox.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.embedded.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On this machine's own PostgreSQL and pgBackRest. */
class ServerArchiveTests {

    @TempDir static Path folder;

    static InstalledServer server;

    @BeforeAll
    static void startWithArchive() throws IOException, SQLException {
        server = InstalledServer.in(folder);
        server.start();
        server.execute("create table writes (what text primary key)");
        server.execute(
                "create table bulk as select i, repeat(md5(i::text), 20) filler"
                        + " from generate_series(1, 20000) i");
        server.archive().backup(true, _ -> {});
        // pgBackRest knows the end of a backup by the second
        server.execute("select pg_sleep(1.1)");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void startAgain() {
        if (server.connect().isEmpty()) {
            server.start();
        }
    }

    @Test
    void addsIncrementsUntilAFullOneIsWanted() {
        var archive = server.archive();

        var increment = archive.backup(false, _ -> {});
        var full = archive.backup(true, _ -> {});

        assertThat(increment.kind()).isEqualTo("incremental");
        assertThat(full.kind()).isEqualTo("full");
        assertThat(increment.stored()).isLessThan(full.stored() / 2);
        assertThat(full.size()).isGreaterThan(30_000_000);
        assertThat(archive.backups()).extracting(ServerBackup::label).contains(full.label());
    }

    @Test
    void keepsAsManyFullOnesAsTheManifestSays() {
        server.archive(InstalledServer.keeping(1)).backup(true, _ -> {});

        assertThat(server.archive().backups()).filteredOn(ServerBackup::full).hasSize(1);
    }

    @Test
    void letsNobodyElseReadBackupsOrSecrets() throws IOException {
        for (var it : List.of("backup", "repository", "socket", "secrets")) {
            assertThat(mode(folder.resolve(it))).as(it).isEqualTo("rwx------");
        }
        assertThat(mode(folder.resolve("backup/postgres.conf"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("backup/postgres.pgpass"))).isEqualTo("rw-------");

        var passphrase = server.secrets.password(Configuration.PASSPHRASE);
        try (var files = Files.list(server.data())) {
            for (var it : files.filter(it -> it.toString().endsWith(".conf")).toList()) {
                assertThat(it).content().doesNotContain(passphrase);
            }
        }
        assertThat(server.lastWords()).doesNotContain(passphrase);
    }

    @Test
    void showsNoSecretInTheListOfProcesses() throws Exception {
        var passphrase = server.secrets.password(Configuration.PASSPHRASE);
        var seen = new ArrayList<String>();
        var leaks = new ArrayList<String>();

        server.archive()
                .backup(
                        true,
                        _ ->
                                commandLines()
                                        .forEach(it -> {
                                            if (it.contains("pgbackrest")) {
                                                seen.add(it);
                                            }
                                            if (it.contains(passphrase)
                                                    || it.contains(InstalledServer.PASSWORD)) {
                                                leaks.add(it);
                                            }
                                        }));

        assertThat(seen).isNotEmpty();
        assertThat(leaks).isEmpty();
    }

    @Test
    void refusesAnotherPassphraseInASentence() throws IOException {
        var secret = folder.resolve("secrets").resolve(Configuration.PASSPHRASE);
        var right = Files.readString(secret);
        Files.writeString(secret, "another-passphrase\n");
        try {
            assertThatExceptionOfType(ArchiveFailed.class)
                    .isThrownBy(() -> server.archive().backups())
                    .withMessageContaining("cannot be read with this passphrase")
                    .withMessageContaining("secrets/backup_cipher");
        } finally {
            Files.writeString(secret, right);
            server.archive();
        }
    }

    @Test
    void verifiesByRestoringAndComparing() throws SQLException {
        server.execute("insert into writes values ('before verification " + Instant.now() + "')");
        server.archive().backup(false, _ -> {});

        var verified = verify();

        assertThat(verified.faults()).isEmpty();
        assertThat(verified.compared()).isTrue();
        assertThat(verified.equal()).isEqualTo(2);
        assertThat(verified.moving()).isEmpty();
        assertThat(verified.rows()).isGreaterThan(20_000);
        assertThat(server.archive().info().newest().orElseThrow().verified()).isPresent();
    }

    @Test
    void findsARepositoryDamaged() throws IOException {
        var backup = server.archive().backup(true, _ -> {});
        var pages = server.repository().resolve("backup/postgres").resolve(backup.label());
        Path largest;
        try (var files = Files.walk(pages)) {
            largest =
                    files.filter(Files::isRegularFile)
                            .max((a, b) -> Long.compare(size(a), size(b)))
                            .orElseThrow();
        }
        var whole = Files.readAllBytes(largest);
        var damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(largest, damaged);
        try {
            var verified = verify();

            assertThat(verified.good()).isFalse();
            assertThat(verified.faults())
                    .singleElement()
                    .asString()
                    .contains("checksum")
                    .contains(largest.getFileName().toString());
        } finally {
            Files.write(largest, whole);
        }
    }

    @Test
    void goesBackToTheMomentBetweenTwoWrites() throws SQLException {
        var between = twoWrites("first", "second");

        var restored = restoring().to(new Moment(Optional.of(between)), _ -> {});

        assertThat(writes()).contains("first").doesNotContain("second");
        assertThat(restored.aside()).get().asString().contains("data.before-restore-");
        assertThat(restored.lastCommit()).get().satisfies(it -> assertThat(it).isBefore(between));
        server.execute("insert into writes values ('after the restore')");
    }

    @Test
    void restoresThatWereRestoredOverWithTheirOwnHistory() throws SQLException {
        var between = twoWrites("kept", "given up");
        server.execute("insert into writes values ('given up as well')");
        var all =
                Instant.parse(
                        server.ask(
                                "select to_char(clock_timestamp() at time zone 'UTC',"
                                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
        server.execute("insert into writes values ('the last of them')");

        restoring().to(new Moment(Optional.of(between)), _ -> {});
        server.execute("insert into writes values ('another history')");
        restoring().to(new Moment(Optional.of(all)), _ -> {});

        assertThat(writes())
                .contains("kept", "given up", "given up as well")
                .doesNotContain("the last of them", "another history");
    }

    /** As after another restore within the same second. */
    @Test
    void putsNothingAsideWhereSomethingLies() throws IOException {
        var others = new ArrayList<Path>();
        var now = Instant.now();
        for (int i = 0; i < 60; i++) {
            var name = EmbeddedServer.PUT_ASIDE + Restoring.STAMP.format(now.plusSeconds(i));
            others.add(Files.createDirectories(server.data().resolveSibling(name)));
            Files.writeString(others.getLast().resolve("kept"), name);
        }
        try {
            var restored = restoring().to(Moment.LATEST, _ -> {});

            assertThat(others).doesNotContain(restored.aside().orElseThrow());
        } finally {
            for (var it : others) {
                assertThat(it.resolve("kept")).hasContent(it.getFileName().toString());
                Files.delete(it.resolve("kept"));
                Files.delete(it);
            }
        }
    }

    @Test
    void losesNothingOfAServerThatWasKilled() throws Exception {
        server.execute("insert into writes values ('acknowledged, then killed')");
        kill(server.pid());

        restoring().to(Moment.LATEST, _ -> {});

        assertThat(writes()).contains("acknowledged, then killed");
    }

    @Test
    void finishesARestoreThatDiedBetweenTheRenames() throws Exception {
        var between = twoWrites("before the crash", "not wanted");
        server.stop();
        Files.move(
                server.data(),
                server.data().resolveSibling("data.before-restore-20261121T100000Z"));

        assertThatExceptionOfType(dev.bulkhead.embedded.EmbeddedServerFailed.class)
                .as("new, empty data would hide the old")
                .isThrownBy(server::start)
                .withMessageContaining("was interrupted");
        restoring().to(new Moment(Optional.of(between)), _ -> {});

        assertThat(writes()).contains("before the crash").doesNotContain("not wanted");
    }

    @Test
    void takesTheBackupAgainWhoseServerWasKilled() throws Exception {
        var killed = new AtomicBoolean();

        assertThatExceptionOfType(ArchiveFailed.class)
                .isThrownBy(() ->
                        server.archive()
                                .backup(
                                        true,
                                        progress -> {
                                            if (progress.endsWith("%")
                                                    && killed.compareAndSet(false, true)) {
                                                kill(server.pid());
                                            }
                                        }));
        server.start();
        var backup = server.archive().backup(true, _ -> {});

        assertThat(killed).isTrue();
        assertThat(backup.full()).isTrue();
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void waitsForABackupThatIsUnderWayAndTakesItsOwn() {
        var progress = new ArrayList<String>();
        var first = new CompletableFuture<ServerBackup>();
        var begun = new CompletableFuture<Void>();
        Thread.ofPlatform()
                .start(() ->
                        first.complete(
                                server.archive()
                                        .backup(
                                                true,
                                                it -> {
                                                    if (it.endsWith("%")) {
                                                        begun.complete(null);
                                                    }
                                                })));
        begun.join();

        var second = server.archive().backup(false, progress::add);

        assertThat(first.join().full()).isTrue();
        assertThat(second.kind()).isEqualTo("incremental");
    }

    @Test
    void refusesMomentsThatTheArchiveDoesNotHold() {
        assertThatExceptionOfType(ArchiveFailed.class)
                .isThrownBy(() -> restoring().plan(Moment.of("2020-01-01 00:00:00Z")))
                .withMessageContaining("is before the end of the first backup");
        assertThatExceptionOfType(ArchiveFailed.class)
                .isThrownBy(() -> restoring().plan(Moment.of("2999-01-01 00:00:00+01:00")))
                .withMessageContaining("has not come yet");
    }

    private static Verified verify() {
        return new Verifying(
                        server.archive(), server.home(), folder, Map.of("max_connections", "40"))
                .newest(Optional.of(server.server()), InstalledServer.PASSWORD, _ -> {});
    }

    private static Restoring restoring() {
        return new Restoring(server.archive(), Optional.of(server));
    }

    /** The moment between them, by the server's own clock. */
    private static Instant twoWrites(String first, String second) throws SQLException {
        server.execute("delete from writes");
        server.execute("insert into writes values ('%s')".formatted(first));
        var between =
                Instant.parse(
                        server.ask(
                                "select to_char(clock_timestamp() at time zone 'UTC',"
                                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
        server.execute("insert into writes values ('%s')".formatted(second));
        return between;
    }

    private static List<String> writes() throws SQLException {
        return List.of(
                server.ask("select coalesce(string_agg(what, ';'), '') from writes").split(";"));
    }

    private static void kill(long pid) {
        var handle = ProcessHandle.of(pid).orElseThrow();
        // the others notice that the postmaster is gone and end
        var children = handle.descendants().toList();
        handle.destroyForcibly();
        handle.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
        children.forEach(
                it -> it.onExit().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join());
    }

    private static List<String> commandLines() {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(it -> it.getFileName().toString().matches("\\d+"))
                    .map(it -> {
                        try {
                            return Files.readString(it.resolve("cmdline"))
                                    + Files.readString(it.resolve("environ"));
                        } catch (IOException | RuntimeException e) {
                            return ""; // it ended, or is another user's
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
