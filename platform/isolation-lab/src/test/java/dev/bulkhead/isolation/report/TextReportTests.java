package dev.bulkhead.isolation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TextReportTests {

    @Test
    void showsWhoHoldsOutAgainstWhom() {
        var text =
                new Report(List.of(SampleRuns.on(Isolation.DATABASE, "auth", "payment"))).toText();

        assertThat(text)
                .isEqualTo(
                        """
                        sample, rung database, PostgreSQL 18.6: 16 attempts in 3 s

                        attacks:   auth      payment
                        auth       (+1 =1)   +4 ~2
                        payment    +4 ~2     (+1 =1)

                        + the wall held   = a right of its own   o no wall on this rung   ~ a limit of a shared server   ! not as measured
                        (in brackets: what a service may do by itself)

                        Every attempt ended as measured.\
                        """);
    }

    @Test
    void tellsEveryDeviationInFull() {
        var report =
                new Report(
                        List.of(SampleRuns.on(Isolation.SCHEMA, List.of("B1"), "auth", "payment")));

        assertThat(report.deviations()).isEqualTo(2);
        assertThat(report.toText())
                .contains("+1 ~2 !1")
                .contains(
                        """
                        ! B1 read the victim's tables, rung schema, 2 times
                            who       auth's user against payment, payment's user against auth
                            tried     select * from users -- payment
                            got       it worked: 1
                            expected  42501 (the wall held)
                            control   it worked: 1
                            why       Its rows are nobody else's.
                            remedy    Take the grant back.
                        """)
                .endsWith("2 attempts did not end as measured.");
    }

    @Test
    void comparesTheRungsWhenThereAreSeveral() {
        var runs =
                List.of(
                        SampleRuns.on(Isolation.PREFIX, "auth", "payment"),
                        SampleRuns.on(Isolation.SERVER, "auth", "payment"));

        assertThat(new Report(runs).toText())
                .contains(
                        """
                        RUNG     HELD   OWN RIGHT   OPEN   KNOWN LIMIT   DEVIATION
                        prefix   2      2           4      4             0
                        server   14     2           0      0             0
                        """);
    }

    @Test
    void isPlainAscii() {
        var runs = List.of(SampleRuns.on(Isolation.PREFIX, List.of("B1"), "auth", "payment"));

        assertThat(new Report(runs).toText()).matches("[\\x20-\\x7e\\n]+");
    }

    @Test
    void givesProgramsAnObjectForOneRunAndAnArrayForSeveral() {
        var one = SampleRuns.on(Isolation.PREFIX, "auth", "payment");
        var mapper = new JsonMapper();

        assertThat(mapper.readTree(new Report(List.of(one)).toJson()).isObject()).isTrue();
        assertThat(mapper.readTree(new Report(List.of(one, one)).toJson())).hasSize(2);
    }
}
