package dev.bulkhead.media.history;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice(basePackageClasses = HistoryProblems.class)
@Order(0)
class HistoryProblems {

    @ExceptionHandler
    ProblemDetail on(PositionBeyondEnd e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "position-beyond-end",
                "The video ends after " + e.end().toPlainString() + " seconds.");
    }
}
