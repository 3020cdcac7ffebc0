package dev.bulkhead.isolation.resource;

import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a neighbor can take on each rung, and that a server of one's own ends it. */
class ResourceProbesTests {

    static final String MANIFEST =
            """
            platform: neighbors
            server:
              max_connections: 40
              reserved_connections: 10
            limits: {statement_timeout: 2s, idle_in_transaction_session_timeout: 2s}
            services:
              payment:
                module: .
                pool: 4
              auth:
                module: .
                pool: 4
            """;

    static final Map<Isolation, Findings> FINDINGS = new EnumMap<>(Isolation.class);

    @TempDir static Path folder;

    static Manifest manifest(Isolation rung) {
        try {
            var file = Files.writeString(folder.resolve(Manifest.FILE_NAME), MANIFEST);
            return Manifest.read(file, rung);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Findings on(Isolation rung) {
        return FINDINGS.computeIfAbsent(
                rung, it -> ResourceProbes.check(manifest(it), "payment", "auth"));
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void everyProbeAnswersAsMeasured(Isolation rung) {
        var findings = on(rung);

        assertThat(findings.deviations()).isEmpty();
        assertThat(findings.findings())
                .filteredOn(it -> it.actor() == Actor.USER)
                .extracting(it -> it.probe().id())
                .containsExactlyElementsOf(
                        ResourceProbes.probes().stream().map(it -> it.id()).toList());
        assertThat(findings.findings()).allMatch(it -> it.rung() == rung);
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"PREFIX", "SCHEMA", "DATABASE"})
    void whoeverSharesAServerSharesItsLimits(Isolation rung) {
        assertThat(ids(rung, Verdict.LIMIT))
                .contains("K2", "K3s", "K4b", "K7", "K8", "K9", "K10", "K17", "K18");
    }

    @Test
    void whoeverSharesADatabaseWaitsForItsSnapshots() {
        assertThat(ids(SCHEMA, Verdict.LIMIT)).contains("K3", "K3b");
        assertThat(ids(DATABASE, Verdict.HELD)).contains("K3", "K3b");
    }

    @Test
    void aSharedUserSharesItsConnections() {
        assertThat(ids(PREFIX, Verdict.OPEN)).containsExactlyInAnyOrder("K1", "K3", "K3b");
        assertThat(ids(SCHEMA, Verdict.OPEN)).isEmpty();
        assertThat(ids(SCHEMA, Verdict.HELD)).contains("K1");
    }

    @Test
    void aServerOfItsOwnEndsEveryLimit() {
        assertThat(ids(SERVER, Verdict.LIMIT)).isEmpty();
        assertThat(ids(SERVER, Verdict.OPEN)).isEmpty();
        assertThat(ids(SERVER, Verdict.HELD))
                .containsAll(ids(SCHEMA, Verdict.LIMIT))
                .containsAll(ids(PREFIX, Verdict.LIMIT));
    }

    @Test
    void theVictimHearsOfALimitInTheServersWords() {
        assertThat(on(DATABASE).with(Verdict.LIMIT))
                .extracting(it -> it.probe().id() + " " + it.outcome().sqlState())
                .contains("K2 53300", "K7 53200", "K8 54000", "K9 08006", "K17 53200", "K18 53200");
        assertThat(outcome(DATABASE, "K2")).startsWith("FATAL: sorry, too many clients already");
        assertThat(outcome(SCHEMA, "K3")).contains("10000 are dead but not yet removable");
        assertThat(outcome(DATABASE, "K10")).contains("aged by 20000 transactions");
        assertThat(outcome(SERVER, "K10")).contains("aged by 0 transactions");
    }

    @Test
    void otherProbesRunOnServersThatServeTheseDoNot() throws Exception {
        for (var probe : ResourceProbes.probes()) {
            assertThat(probe.attempt().by(null, null).code()).as(probe.id()).isEqualTo("–");
            assertThat(List.of(probe.why(), probe.remedy(), probe.tried(), probe.unhardened()))
                    .as(probe.id())
                    .doesNotContain("");
        }
    }

    static Set<String> ids(Isolation rung, Verdict verdict) {
        return on(rung).with(verdict).stream()
                .filter(it -> it.actor() == Actor.USER)
                .map(it -> it.probe().id())
                .collect(Collectors.toSet());
    }

    static String outcome(Isolation rung, String probe) {
        return on(rung).findings().stream()
                .filter(it -> it.probe().id().equals(probe))
                .map(Finding::outcome)
                .findFirst()
                .orElseThrow()
                .words();
    }
}
