package dev.bulkhead.auth.password;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells callers of any feature that hashing has to wait. */
@RestControllerAdvice
@Order(0)
class PasswordProblems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(TooBusy e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(
                        Problems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "too-busy",
                                "Too many people are signing in at once. Try again in a moment."));
    }
}
