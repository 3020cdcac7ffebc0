package dev.bulkhead.shared.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the database refused or could not do, where no feature has a better answer. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class DataProblemHandler {

    private static final Logger log = LoggerFactory.getLogger(DataProblemHandler.class);

    @ExceptionHandler
    ProblemDetail on(DataIntegrityViolationException e) {
        log.warn("Refused by the database: {}", e.getMostSpecificCause().getMessage());
        return Problems.of(
                HttpStatus.CONFLICT, "conflict", "This contradicts what is stored already.");
    }

    @ExceptionHandler
    ProblemDetail on(OptimisticLockingFailureException e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "changed-meanwhile",
                "It was changed meanwhile. Read it again, then retry.");
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class,
        PessimisticLockingFailureException.class,
        QueryTimeoutException.class,
        TransientDataAccessException.class
    })
    ResponseEntity<ProblemDetail> onUnavailable(Exception e) {
        log.warn("The database did not answer: {}", e.getMessage());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(
                        Problems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database-unavailable",
                                "The database does not answer at the moment. Retry in a few"
                                        + " seconds."));
    }
}
