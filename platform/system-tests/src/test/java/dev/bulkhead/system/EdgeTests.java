package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the outside may see, and what it may not. */
@ExtendWith(PlatformExtension.class)
class EdgeTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/env",
                "/api/auth/actuator/health",
                "/api/payment/actuator/health/readiness",
                "/api/auth/../actuator/health",
                "/api/auth/%2e%2e/actuator/health",
                "/api/auth/..%2f..%2factuator/health",
                "/api/game//actuator/health",
                "/internal/anything",
                "/api/media/internal/anything"
            })
    void nothingInternalIsReachable(String path, Platform platform) {
        var answer = Person.stranger(platform).get(path);

        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.text()).doesNotContain("\"UP\"", "components");
    }

    @Test
    void theServicesThemselvesDoHaveAHealthPage(Platform platform)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (var service : Platform.SERVICES) {
                var address = platform.direct(service, "/actuator/health/readiness");
                var answer =
                        client.send(
                                HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void theFrontPageShowsWhatRunsAndWhereItIsDocumented(Platform platform) {
        var page = Person.stranger(platform).get("/").expect(200);

        assertThat(page.text()).contains(Platform.SERVICES).contains("/docs");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        for (var service : Platform.SERVICES) {
            var document =
                    Person.stranger(platform)
                            .get("/api/" + service + "/openapi")
                            .expect(200)
                            .json();
            assertThat(document.path("openapi").stringValue()).startsWith("3.");
        }
    }

    @Test
    void nothingSecretIsLogged(Platform platform) {
        var anna = Person.registered(platform, "anna");
        anna.get("/api/auth/me").expect(200);

        for (var module :
                java.util.List.of(
                        "auth-service",
                        "payment-service",
                        "game-service",
                        "media-service",
                        "gateway")) {
            assertThat(platform.log(module))
                    .doesNotContain(anna.password)
                    .doesNotContain(String.valueOf(anna.accessToken))
                    .doesNotContain(String.valueOf(anna.refreshToken))
                    .doesNotContain(platform.secret("auth_user"))
                    .doesNotContain(platform.secret("postgres"));
        }
    }

    /**
     * No setting that the launcher gives them answers a condition otherwise than their build did.
     */
    @Test
    void allStartWithTheBeansThatTheirBuildPrepared(Platform platform) {
        for (var module :
                java.util.List.of(
                        "auth-service",
                        "payment-service",
                        "game-service",
                        "media-service",
                        "gateway")) {
            assertThat(platform.log(module))
                    .contains("Starting AOT-processed")
                    .doesNotContain("without prepared beans");
        }
    }
}
