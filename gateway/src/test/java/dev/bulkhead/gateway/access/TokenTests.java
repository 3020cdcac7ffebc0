package dev.bulkhead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import dev.bulkhead.gateway.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTests extends RunningGateway {

    @Test
    void refusesACallWithoutAToken() throws Exception {
        var answer = send(request("/api/game/lobbies"));

        assertProblem(answer, 401, "authentication-required");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty(); // no session either
        assertThat(game.seen()).isEmpty();
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        refuses(token(issuer, "bulkhead", "anna", "bulkhead", -3600));
    }

    @Test
    void refusesATokenForSomebodyElse() throws Exception {
        refuses(token(issuer, "bulkhead", "anna", "other-platform", 600));
    }

    @Test
    void refusesATokenOfAnotherIssuer() throws Exception {
        refuses(token(issuer, "other", "anna", "bulkhead", 600));
    }

    @Test
    void refusesAForgedToken() throws Exception {
        var good = token("anna").split("\\.");
        var other = token("bert").split("\\.");
        refuses(good[0] + "." + other[1] + "." + good[2]);
        // right shape, right claims, wrong key
        refuses(token(stranger, "bulkhead", "anna", "bulkhead", 600));
    }

    @Test
    void refusesAnUnsignedToken() throws Exception {
        refuses("eyJhbGciOiJub25lIn0." + token("anna").split("\\.")[1] + ".");
    }

    @Test
    void refusesATokenThatNamesNobody() throws Exception {
        var nobody =
                issuer.issueToken(
                        "bulkhead",
                        "test",
                        new DefaultOAuth2TokenCallback(
                                "bulkhead",
                                "",
                                JOSEObjectType.JWT.getType(),
                                java.util.List.of("bulkhead"),
                                Map.of(),
                                600));
        refuses(nobody.serialize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "ey.ey.ey", " "})
    void refusesWhatIsNoToken(String text) throws Exception {
        assertThat(send(request("/api/game/x").header("Authorization", "Bearer " + text)))
                .satisfies(answer -> assertProblem(answer, 401, "authentication-required"));
    }

    @Test
    void takesNoTokenFromAParameterOrABasicHeader() throws Exception {
        assertProblem(
                send(request("/api/game/x?access_token=" + token("anna"))),
                401,
                "authentication-required");
        assertProblem(
                send(
                        request("/api/game/x")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("access_token=" + token("anna")))),
                401,
                "authentication-required");
        assertProblem(
                send(request("/api/game/x").header("Authorization", "Basic YTpi")),
                401,
                "authentication-required");
        assertThat(game.seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/auth/register",
        "POST, /api/auth/login",
        "POST, /api/auth/refresh",
        "POST, /api/auth/logout",
        "POST, /api/auth/oauth2/token",
        "GET, /api/auth/jwks",
        "GET, /api/auth/.well-known/openid-configuration",
        "GET, /api/payment/products",
        "GET, /api/payment/products/1",
        "HEAD, /api/payment/products",
        "POST, /api/payment/webhooks/stripe",
        "GET, /api/auth/openapi",
        "GET, /api/game/openapi",
    })
    void opensWhatNeedsNoToken(String method, String path) throws Exception {
        var answer = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/auth/login",
        "POST, /api/payment/products",
        "DELETE, /api/payment/products/1",
        "GET, /api/auth/sessions",
        "POST, /api/auth/login/x",
        "POST, /api/payment/webhooks",
        "POST, /api/auth/Login",
    })
    void opensNothingBeside(String method, String path) throws Exception {
        var answer = send(request(path).method(method, BodyPublishers.noBody()));

        assertProblem(answer, 401, "authentication-required");
    }

    @Test
    void anExpiredTokenDoesNotKeepItsOwnerFromRenewingIt() throws Exception {
        var expired = token(issuer, "bulkhead", "anna", "bulkhead", -3600);
        var answer =
                send(
                        request("/api/auth/refresh")
                                .header("Authorization", "Bearer " + expired)
                                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(auth.last().header("Authorization")).isEqualTo("Bearer " + expired);
    }

    private void refuses(String token) throws Exception {
        var answer = send(request("/api/game/lobbies").header("Authorization", "Bearer " + token));

        assertProblem(answer, 401, "authentication-required");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer ");
        assertThat(game.seen()).isEmpty();
    }
}
