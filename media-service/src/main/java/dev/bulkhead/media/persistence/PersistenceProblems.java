package dev.bulkhead.media.persistence;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * A browser client takes this problem as the sign to keep tags and positions itself, for example in
 * IndexedDB. It holds for as long as the service runs, so there is no Retry-After.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PersistenceProblems {

    @ExceptionHandler
    ProblemDetail on(PersistenceUnavailable e) {
        return Problems.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "persistence-unavailable",
                "This library runs without a database: videos can be listed and watched, nothing"
                        + " can be stored.");
    }
}
