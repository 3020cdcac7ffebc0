package dev.bulkhead.gateway.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "bulkhead.gateway.rate-limit.user.requests=1",
            "bulkhead.gateway.rate-limit.user.per=10s",
            "bulkhead.gateway.rate-limit.user.burst=5",
            "bulkhead.gateway.rate-limit.address.requests=1",
            "bulkhead.gateway.rate-limit.address.per=1h",
            "bulkhead.gateway.rate-limit.address.burst=20",
            "bulkhead.gateway.rate-limit.guarded.requests=1",
            "bulkhead.gateway.rate-limit.guarded.per=1h",
            "bulkhead.gateway.rate-limit.guarded.burst=3"
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class ThrottleTests extends RunningGateway {

    @Test
    void refusesWhatExceedsTheRateOfAUserAndTakesItAgainLater() throws Exception {
        var anna = user();
        for (int i = 0; i < 5; i++) {
            assertThat(as(anna).statusCode()).isEqualTo(200);
        }
        var refused = as(anna);

        assertProblem(refused, 429, "too-many-requests");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 11);
        assertThat(refused.headers().firstValue("RateLimit-Policy")).contains("\"user\";q=5;w=50");
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow())
                .startsWith("\"user\";r=0;t=");
        assertThat(game.seen()).hasSize(5);
        assertThat(as(user()).statusCode()).as("another user").isEqualTo(200);

        await().atMost(Duration.ofSeconds(20)).until(() -> as(anna).statusCode() == 200);
    }

    @Test
    void countsAUserWhateverTheToken() throws Exception {
        var id = UUID.randomUUID().toString();
        for (int i = 0; i < 5; i++) {
            as(token(id));
        }
        assertProblem(as(token(id)), 429, "too-many-requests");
    }

    @Test
    void countsAddressesWithoutAToken() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(send(request("/api/payment/products")).statusCode()).isEqualTo(200);
        }
        assertProblem(send(request("/api/payment/products")), 429, "too-many-requests");
        assertThat(as(user()).statusCode()).as("whoever has a token").isEqualTo(200);
        assertThat(send(request("/health")).statusCode()).as("health").isEqualTo(200);
    }

    @Test
    void aSpoofedAddressIsNoNewClient() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(request("/api/payment/products").header("X-Forwarded-For", "198.51.100." + i));
        }
        assertProblem(
                send(
                        request("/api/payment/products")
                                .header("X-Forwarded-For", "203.0.113.9")
                                .header("Forwarded", "for=203.0.113.9")),
                429,
                "too-many-requests");
    }

    @Test
    void countsBadTokensAgainstTheAddress() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(as("not-a-token-" + i).statusCode()).isEqualTo(401);
        }
        assertProblem(as("not-a-token"), 429, "too-many-requests");
        assertThat(as(user()).statusCode()).isEqualTo(200);
    }

    @Test
    void isStricterWherePasswordsCouldBeTried() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send(login()).statusCode()).isEqualTo(200);
        }
        var refused = send(login().header("Authorization", "Bearer " + user()));

        assertProblem(refused, 429, "too-many-requests");
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow())
                .startsWith("\"guarded\"");
        assertThat(auth.seen()).hasSize(3);
        assertThat(send(request("/api/payment/products")).statusCode()).isEqualTo(200);
    }

    private HttpRequest.Builder login() {
        return request("/api/auth/login").POST(BodyPublishers.ofString("{}"));
    }

    private static String user() {
        return token(UUID.randomUUID().toString());
    }

    private HttpResponse<String> as(String token) throws Exception {
        return send(request("/api/game/lobbies").header("Authorization", "Bearer " + token));
    }
}
