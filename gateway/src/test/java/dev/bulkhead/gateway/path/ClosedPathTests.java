package dev.bulkhead.gateway.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedPathTests extends RunningGateway {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/health/readiness",
                "/internal/x",
                "/api/auth/internal",
                "/api/auth/internal/users",
                "/api/payment/actuator/health",
                "/api/media/INTERNAL/x",
                "/api/media/Actuator/env",
                "/api/game/%69nternal/x",
                "/api/game/%41ctuator/x",
            })
    void areNotThereEvenWithAToken(String path) throws Exception {
        assertProblem(raw(path), 404, "not-found");
        assertNothingArrived();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth//internal/users",
                "//api/auth/internal/users",
                "//actuator/health",
                "/api//auth/internal",
                "/api/auth/internal;x/users",
                "/api/auth/;/internal/users",
                "/api/auth/;x=1/../internal/users",
                "/api/auth/x/../internal/users",
                "/api/auth/./internal/users",
                "/api/auth/x/%2e%2e/internal/users",
                "/api/auth/%2e%2e/%2e%2e/actuator/health",
                "/api/auth/../../actuator/health",
                "/api/auth/..;/..;/actuator/health",
                "/api/auth/%252e%252e/internal",
                "/api/auth/%3b/internal",
                "/api/auth/%25%69nternal",
                "/api/auth/%0a/internal",
            })
    void cannotBeReachedByATrick(String path) throws Exception {
        assertProblem(raw(path), 404, "not-found");
        assertNothingArrived();
    }

    /** The container refuses these before anybody looks at the path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth%2finternal",
                "/api%2fauth/internal",
                "/api/auth/x%2f..%2finternal",
                "/api/auth/%5c..%5cinternal",
                "/api/auth/\\internal",
                "/api/auth/%zz/internal",
                "/api/auth/%00/internal",
                "/api/auth/internal%00",
                "/api/../../../etc/passwd",
            })
    void cannotBeReachedByABrokenAddress(String path) throws Exception {
        assertProblem(raw(path), 400, "malformed-request");
        assertNothingArrived();
    }

    @Test
    void cannotBeReachedByAnAbsoluteAddress() throws Exception {
        var answer = raw("http://localhost:" + port + "/api/auth/internal/users");

        assertProblem(answer, 404, "not-found");
        assertNothingArrived();
    }

    @Test
    void anUnusualMethodIsRefused() throws Exception {
        for (var method : List.of("TRACE", "CONNECT", "PROPFIND", "GETX")) {
            try (var raw = new RawHttp(port)) {
                var answer =
                        raw.send(
                                        method + " /api/payment/products HTTP/1.1",
                                        "Host: localhost",
                                        "Content-Length: 0")
                                .answer();
                assertProblem(answer, 405, "method-not-allowed");
            }
        }
        assertNothingArrived();
    }

    @Test
    void similarNamesAreOpen() throws Exception {
        assertThat(get("/api/game/internals").statusCode()).isEqualTo(200);
        assertThat(get("/api/media/x/internal").statusCode()).isEqualTo(200);
    }

    private RawHttp.Answer raw(String target) throws Exception {
        try (var raw = new RawHttp(port)) {
            return raw.send(
                            "GET " + target + " HTTP/1.1",
                            "Host: localhost:" + port,
                            "Authorization: Bearer " + token("anna"))
                    .answer();
        }
    }

    private static void assertNothingArrived() {
        assertThat(List.of(auth, payment, game, media))
                .allSatisfy(s -> assertThat(s.seen()).isEmpty());
    }
}
