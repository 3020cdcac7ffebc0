package dev.bulkhead.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FindingsTests {

    static final Outcome REFUSED =
            Outcome.refusedAtConnect("28000", "FATAL: no way in", "connect to payment_db");

    static final Finding HELD =
            new Finding(
                    Catalogue.probe("A1"),
                    Isolation.DATABASE,
                    "auth",
                    Actor.USER,
                    "payment",
                    REFUSED,
                    Expectation.refusedAtConnect("28000"),
                    Optional.of(Outcome.worked("1", "select 1")),
                    Verdict.HELD);

    static final Finding DEVIATION =
            new Finding(
                    Catalogue.probe("D3"),
                    Isolation.DATABASE,
                    "auth",
                    Actor.OWNER,
                    "",
                    Outcome.worked("", "create temp table bulkhead_planted ()"),
                    Expectation.refused("42501"),
                    Optional.empty(),
                    Verdict.DEVIATION);

    static final Findings FINDINGS =
            new Findings(
                    "bulkhead",
                    "database",
                    List.of("auth", "payment"),
                    "18.6",
                    Instant.parse("2026-11-21T12:00:00Z"),
                    Duration.ofSeconds(3),
                    List.of(HELD, DEVIATION));

    @Test
    void sumsUpWhatWasFoundBetweenTwoServices() {
        var matrix = FINDINGS.matrix();

        assertThat(FINDINGS.deviations()).containsExactly(DEVIATION);
        assertThat(matrix.cell("auth", "payment").worst()).isEqualTo(Verdict.HELD);
        assertThat(matrix.cell("auth", "auth").worst()).isEqualTo(Verdict.DEVIATION);
        assertThat(matrix.cell("auth", "auth").count(Verdict.DEVIATION)).isEqualTo(1);
        assertThat(matrix.cell("payment", "auth").counts()).isEmpty();
    }

    @Test
    void theMarkdownNamesEveryDeviation() {
        assertThat(FINDINGS.toMarkdown())
                .contains("| auth | 1 deviation | 1 held |")
                .contains("- D3 create a temporary table: auth's owner got Y")
                .contains("| A1 | connect to the victim's database | c28000 |  |")
                .contains("| D3 | create a temporary table |  | Y ! |");
    }

    @Test
    void theFieldsOfTheJsonAreWhatOthersReadThemBy() {
        var document = new JsonMapper().readTree(FINDINGS.toJson());

        assertThat(document.propertyNames())
                .containsExactly(
                        "platform",
                        "isolation",
                        "services",
                        "server",
                        "at",
                        "tookMillis",
                        "deviations",
                        "matrix",
                        "probes",
                        "findings");
        var probe = document.get("probes").get(0);
        assertThat(probe.propertyNames())
                .containsExactly(
                        "id",
                        "group",
                        "groupTitle",
                        "title",
                        "tried",
                        "place",
                        "aim",
                        "control",
                        "why",
                        "remedy",
                        "unhardened",
                        "expected");
        assertThat(probe.at("/expected/database/USER").asString()).isEqualTo("c28000");
        var finding = document.get("findings").get(0);
        assertThat(finding.propertyNames())
                .containsExactly(
                        "probe",
                        "rung",
                        "attacker",
                        "actor",
                        "victim",
                        "verdict",
                        "expected",
                        "outcome",
                        "control");
        assertThat(finding.get("outcome").propertyNames())
                .containsExactly("kind", "code", "sqlState", "atConnect", "words", "statement");
        assertThat(document.at("/matrix/0/worst").asString()).isEqualTo("DEVIATION");
        assertThat(document.at("/matrix/0/counts/DEVIATION").asInt()).isEqualTo(1);
    }
}
