package dev.bulkhead.payment.idempotency;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What can be wrong with a key. Not bound to a package: the filter has no controller. */
@RestControllerAdvice
@Order(0)
class IdempotencyProblems {

    @ExceptionHandler
    ProblemDetail on(KeyMissing e) {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "idempotency-key-required",
                "Send a header \"Idempotency-Key\" of 1 to 255 visible ASCII characters, a new one"
                        + " for each thing you want done.");
    }

    @ExceptionHandler
    ProblemDetail on(KeyReused e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another request.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(KeyInUse e) {
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(
                        Problems.of(
                                HttpStatus.CONFLICT,
                                "idempotency-key-in-use",
                                "A request with this Idempotency-Key is still being carried out."));
    }

    static class KeyMissing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class KeyReused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class KeyInUse extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
