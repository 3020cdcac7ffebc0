package dev.bulkhead.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;

@AuthTest
class RefreshTests {

    @Autowired People people;

    @Test
    void exchangesTheTokenForNewOnes() {
        var somebody = people.signedIn();

        var answer = people.refresh(somebody.tokens().refresh());

        assertThat(answer.status()).isEqualTo(HttpStatus.OK);
        assertThat(answer.tokens().refresh()).isNotEqualTo(somebody.tokens().refresh());
    }
}
