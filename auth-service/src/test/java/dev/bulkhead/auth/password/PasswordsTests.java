package dev.bulkhead.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordsTests {

    @Test
    void knowsAPasswordAgainAndNoOther() {
        var passwords = passwords(2, Duration.ofSeconds(5));
        var hash = passwords.hash("a sentence nobody would guess");

        assertThat(passwords.matches("a sentence nobody would guess", hash)).isTrue();
        assertThat(passwords.matches("a sentence nobody would gues", hash)).isFalse();
        assertThat(passwords.matches("a sentence nobody would guess", null)).isFalse();
        assertThat(passwords.hash("a sentence nobody would guess")).isNotEqualTo(hash);
    }

    @Test
    void turnsPeopleAwayRatherThanTakingMoreMemory() throws Exception {
        var passwords = passwords(1, Duration.ZERO);
        var start = new CountDownLatch(1);
        Callable<String> hashing =
                () -> {
                    start.await();
                    return passwords.hash("a sentence nobody would guess");
                };
        try (var pool = Executors.newFixedThreadPool(8)) {
            var futures = new ArrayList<Future<String>>();
            for (int i = 0; i < 8; i++) {
                futures.add(pool.submit(hashing));
            }
            start.countDown();
            int turnedAway = 0;
            for (var future : futures) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(TooBusy.class);
                    turnedAway++;
                }
            }
            assertThat(turnedAway).isBetween(1, 7);
        }
    }

    /** An encoder answers what it cannot read at once, and only what it reads costs a hash. */
    @Test
    void hasWhatItComparesWithForLackOfAHashLookLikeOne() {
        var policy = new HashingPolicy(20_000, 3, 1, Duration.ofSeconds(5));
        var made = new Passwords(policy).hash("a sentence nobody would guess");
        var nobodys = Passwords.nobodys(policy);

        assertThat(nobodys.replaceAll("[A-Za-z0-9+/]{22,}", "_"))
                .isEqualTo(made.replaceAll("[A-Za-z0-9+/]{22,}", "_"))
                .isEqualTo("$argon2id$v=19$m=20000,t=3,p=1$_$_");
        assertThat(nobodys).hasSameSizeAs(made).isNotEqualTo(Passwords.nobodys(policy));
        assertThat(new Argon2PasswordEncoder(16, 32, 1, 20_000, 3).upgradeEncoding(nobodys))
                .isFalse();
    }

    @Test
    void lowersItsCostForNobody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HashingPolicy(19_455, 2, 4, Duration.ofSeconds(5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HashingPolicy(19_456, 1, 4, Duration.ofSeconds(5)));
        assertThatThrownBy(() -> new HashingPolicy(19_456, 2, 0, Duration.ofSeconds(5)))
                .hasMessageContaining("at-once");
    }

    private static Passwords passwords(int atOnce, Duration patience) {
        return new Passwords(new HashingPolicy(19_456, 2, atOnce, patience));
    }
}
