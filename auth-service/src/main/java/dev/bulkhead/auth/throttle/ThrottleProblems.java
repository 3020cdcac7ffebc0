package dev.bulkhead.auth.throttle;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells callers of any feature to wait. */
@RestControllerAdvice
@Order(0)
class ThrottleProblems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(TooManyAttempts e) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()))
                .body(
                        Problems.of(
                                HttpStatus.TOO_MANY_REQUESTS,
                                "too-many-attempts",
                                "Too many failed attempts. Try again in "
                                        + e.seconds()
                                        + (e.seconds() == 1 ? " second." : " seconds.")));
    }
}
