package dev.bulkhead.auth.session;

import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNAUTHORIZED;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Everything a caller can be told went wrong with a session; in any feature, it may be over. */
@RestControllerAdvice
@Order(0)
class SessionProblems {

    @ExceptionHandler
    ProblemDetail on(SessionNotFound e) {
        return Problems.of(NOT_FOUND, "session-not-found", "There is no such session of yours.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(SessionEnded e) {
        return unauthorized(
                "Bearer error=\"invalid_token\"",
                "session-ended",
                "The session of this token has ended. Log in again.");
    }

    static ResponseEntity<ProblemDetail> of(SignInOutcome.Refused refused) {
        return switch (refused.reason()) {
            case INVALID_CREDENTIALS ->
                    unauthorized(
                            "Bearer",
                            "invalid-credentials",
                            "No account has this name and this password.");
            case DEACTIVATED ->
                    ResponseEntity.of(
                                    Problems.of(
                                            FORBIDDEN,
                                            "account-deactivated",
                                            "This account has been deactivated."))
                            .build();
            case INVALID_REFRESH_TOKEN ->
                    unauthorized(
                            "Bearer",
                            "invalid-refresh-token",
                            "The refresh token is not valid, or not any more. Log in again.");
        };
    }

    private static ResponseEntity<ProblemDetail> unauthorized(
            String challenge, String type, String detail) {
        return ResponseEntity.status(UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .body(Problems.of(UNAUTHORIZED, type, detail));
    }
}
