package dev.bulkhead.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Outcome.Kind;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Probe.Aim;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.testing.TestPlatform;
import dev.bulkhead.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every probe, by every service against every other, on servers as they were provisioned. */
class IsolationTests {

    static final Path MANIFEST = TestServer.manifest().file();

    /** What our own platform has none of; more than this would be probes that guard nothing. */
    static final Set<String> NOT_APPLICABLE =
            Set.of("F8", "F9", "F10", "I11", "J5", "L7", "L8", "L9", "L10", "L17", "L18", "L19");

    @TestFactory
    Stream<DynamicTest> everyProbeAnswersAsMeasuredOnEachRung() {
        return Arrays.stream(Isolation.values())
                .map(rung -> DynamicTest.dynamicTest(rung.word(), () -> answersAsMeasured(rung)));
    }

    @TestFactory
    Stream<DynamicTest> privilegesHoldWithoutTheBindingOfRolesToDatabases() {
        return Stream.of(Isolation.DATABASE, Isolation.SERVER)
                .map(rung ->
                        DynamicTest.dynamicTest(
                                rung.word(),
                                () -> {
                                    var manifest =
                                            Manifest.read(MANIFEST, rung).only("auth", "payment");
                                    try (var platform = TestPlatform.startUnbound(manifest)) {
                                        assertThat(lab(platform).run().deviations()).isEmpty();
                                    }
                                }));
    }

    @Test
    void servicesOfOnePlatformMayStandOnDifferentRungs(@TempDir Path folder) throws IOException {
        var root = MANIFEST.getParent();
        var file =
                Files.writeString(
                        folder.resolve(Manifest.FILE_NAME),
                        """
                        platform: mixed
                        server: {max_connections: 100, reserved_connections: 20}
                        services:
                          auth: {module: %1$s/auth-service, pool: 5, isolation: schema, row_security: [sessions]}
                          payment: {module: %1$s/payment-service, pool: 5, isolation: schema}
                          game: {module: %1$s/game-service, pool: 5}
                          media: {module: %1$s/media-service, pool: 5, isolation: server}
                        """
                                .formatted(root));

        try (var platform = TestPlatform.start(Manifest.read(file))) {
            var findings = lab(platform).run();

            assertThat(findings.deviations()).isEmpty();
            assertThat(
                            findings.findings().stream()
                                    .filter(it -> !it.victim().isEmpty())
                                    .map(it ->
                                            it.attacker()
                                                    + " "
                                                    + it.victim()
                                                    + " "
                                                    + it.rung().word()))
                    .contains("auth payment schema", "auth game database", "game media server")
                    .doesNotContain("auth payment database");
        }
    }

    @Nested
    class OnAPlatformInUse {

        static TestPlatform platform;

        @BeforeAll
        static void start() {
            platform =
                    TestPlatform.start(
                            Manifest.read(MANIFEST, Isolation.SCHEMA).only("auth", "payment"));
        }

        @AfterAll
        static void stop() {
            platform.close();
        }

        @Test
        void aRunLeavesNothingBehind() throws SQLException {
            var before = inventory(platform);

            lab(platform).run();

            assertThat(platform.provisioning().plan().steps()).isEmpty();
            assertThat(inventory(platform)).isEqualTo(before);
        }

        @Test
        void whatAnInterruptedRunLeftIsCleared() throws SQLException {
            var before = inventory(platform);
            var auth = platform.provisioning().database("auth");
            try (var owner =
                    platform.provisioning()
                            .server()
                            .connect(
                                    auth.database(),
                                    auth.owner(),
                                    platform.provisioning().secrets().password(auth.owner()))) {
                owner.setAutoCommit(false);
                Bait.lay(owner, auth);
            }
            assertThat(inventory(platform)).isNotEqualTo(before);

            lab(platform).only("A1").run();

            assertThat(inventory(platform)).isEqualTo(before);
        }

        @Test
        void twoRunsDoNotTakeEachOthersBait() {
            var lab = lab(platform).with(List.of(whileRunning(lab(platform).only("A1"))));

            assertThat(lab.run().findings())
                    .extracting(it -> it.outcome().words())
                    .containsOnly("Another run is probing bulkhead_db already.");
        }

        @Test
        void aRefusalProvesNothingWhereNobodyElseSucceeds() throws SQLException {
            try (var administrator = platform.provisioning().server().connect("postgres");
                    var statement = administrator.createStatement()) {
                statement.execute("alter role payment_user nologin");
                assertThat(lab(platform).only("B1").run("auth", "payment").findings())
                        .hasSize(2)
                        .allSatisfy(it -> {
                            assertThat(it.expected().isMetBy(it.outcome())).isTrue();
                            assertThat(it.verdict()).isEqualTo(Verdict.DEVIATION);
                        });
            } finally {
                platform.provisioning().apply(_ -> {});
            }
        }

        /** A probe that starts another run. */
        private static Probe whileRunning(IsolationLab other) {
            return Probe.called("L0", "run another lab")
                    .attempt(
                            "another run",
                            (_, _) -> {
                                try {
                                    return Outcome.worked(String.valueOf(other.run()), "");
                                } catch (ProvisioningFailed e) {
                                    return Outcome.refused("", String.valueOf(e.getMessage()), "");
                                }
                            })
                    .everywhere(Expectation.refused(""))
                    .build();
        }
    }

    private static void answersAsMeasured(Isolation rung) throws SQLException {
        var began = System.nanoTime();
        var manifest = Manifest.read(MANIFEST, rung);
        try (var platform = TestPlatform.start(manifest)) {
            insertRowsOfUsers(platform.provisioning());
            var findings = lab(platform).run();

            System.out.printf(
                    "%s on %s: %d findings, probed in %.1f s, %.1f s in all%n",
                    manifest.platform(),
                    findings.isolation(),
                    findings.findings().size(),
                    findings.took().toMillis() / 1e3,
                    (System.nanoTime() - began) / 1e9);
            assertThat(findings.deviations()).isEmpty();
            var services = manifest.services().size();
            assertThat(findings.matrix().cells()).hasSize(services * services);
            assertThat(findings.findings())
                    .hasSize(
                            Actor.values().length
                                    * (services * probes(Aim.ITSELF)
                                            + services * (services - 1) * probes(Aim.VICTIM)));
            assertThat(neverTried(findings)).isSubsetOf(NOT_APPLICABLE);
        }
    }

    private static IsolationLab lab(TestPlatform platform) {
        return new IsolationLab(platform.provisioning());
    }

    /** What our own users would have left: a session, an order, a video half watched. */
    private static void insertRowsOfUsers(Provisioning provisioning) throws SQLException {
        insert(
                provisioning,
                "auth",
                "sessions",
                "gen_random_uuid(), gen_random_uuid(), sha256('token'), gen_random_uuid(), null,"
                        + " '::1', now() + interval '1 day', null, now()");
        insert(
                provisioning,
                "payment",
                "orders",
                "gen_random_uuid(), gen_random_uuid(), 'pending', 10, 'EUR', now(), now(), 0");
        insert(
                provisioning,
                "media",
                "watch_history",
                "gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, false, now()");
    }

    /** Without triggers and foreign keys: what the row hangs on is of no concern here. */
    private static void insert(
            Provisioning provisioning, String service, String table, String values)
            throws SQLException {
        var it = provisioning.database(service);
        try (var connection = provisioning.server(it).connect(it.database());
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    "insert into %s.%s%s values (%s)"
                            .formatted(it.schema(), it.prefix(), table, values));
        }
    }

    /** Probes that found nothing to be tried on in any pair of services. */
    private static Set<String> neverTried(Findings findings) {
        var tried =
                findings.findings().stream()
                        .filter(it ->
                                it.verdict() != Verdict.NOT_APPLICABLE
                                        || it.expected().kind() == Kind.NOT_APPLICABLE)
                        .map(it -> it.probe().id())
                        .collect(Collectors.toSet());
        return findings.findings().stream()
                .map(it -> it.probe().id())
                .filter(it -> !tried.contains(it))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int probes(Aim aim) {
        return (int) Catalogue.probes().stream().filter(it -> it.aim() == aim).count();
    }

    /** Whatever a probe could leave in a database or on the server. */
    private static Set<String> inventory(TestPlatform platform) throws SQLException {
        var all = new TreeSet<String>();
        try (var connection =
                        platform.provisioning()
                                .server()
                                .connect(platform.provisioning().database("auth").database());
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select 'relation ' || relnamespace::regnamespace || '.' || relname
                                       || coalesce(array_to_string(relacl, ','), '')
                                  from pg_class
                                union all select 'function ' || oid::regprocedure from pg_proc
                                union all select 'schema ' || nspname from pg_namespace
                                union all select 'large object ' || oid from pg_largeobject_metadata
                                union all select 'role ' || rolname || coalesce(rolpassword, '')
                                                 || coalesce(shobj_description(oid, 'pg_authid'), '') from pg_authid
                                union all select 'setting ' || setdatabase || setrole || array_to_string(setconfig, ',')
                                            from pg_db_role_setting
                                union all select 'database ' || datname || datdba || coalesce(array_to_string(datacl, ','), '')
                                            from pg_database
                                union all select 'default ' || defaclrole || array_to_string(defaclacl, ',')
                                            from pg_default_acl
                                union all select 'extension ' || extname from pg_extension
                                union all select 'slot ' || slot_name from pg_replication_slots
                                union all select 'prepared ' || gid from pg_prepared_xacts
                                union all select 'tablespace ' || spcname from pg_tablespace
                                """)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }
}
