package dev.bulkhead.provisioning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramVerifierTests {

    /** As PostgreSQL itself computed it for "pencil" with RFC 7677's salt. */
    @Test
    void agreesWithTheSpecification() {
        var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

        assertThat(ScramVerifier.of("pencil", salt, 4096))
                .isEqualTo(
                        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    }

    @Test
    void recognisesThePasswordAndNoOther() {
        var verifier = ScramVerifier.of("right", 4096);

        assertThat(ScramVerifier.matches(verifier, "right")).isTrue();
        assertThat(ScramVerifier.matches(verifier, "wrong")).isFalse();
        assertThat(ScramVerifier.of("right", 4096)).isNotEqualTo(verifier);
    }

    @Test
    void recognisesNothingInWhatIsNoVerifier() {
        assertThat(ScramVerifier.matches(null, "right")).isFalse();
        assertThat(ScramVerifier.matches("", "")).isFalse();
        assertThat(ScramVerifier.matches("right", "right")).isFalse();
        assertThat(ScramVerifier.matches("md5c66b0c6a1f5b8e0d8e3f3f3f3f3f3f3f", "right")).isFalse();
        assertThat(ScramVerifier.matches("SCRAM-SHA-256$4096:!!!$a:b", "right")).isFalse();
        assertThat(ScramVerifier.matches("SCRAM-SHA-256$0:AAAA$a:b", "right")).isFalse();
    }
}
