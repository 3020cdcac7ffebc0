package dev.bulkhead.media.catalog;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** For every feature: each of them may be asked about a video that is not there. */
@RestControllerAdvice
@Order(0)
class CatalogProblems {

    @ExceptionHandler
    ProblemDetail on(VideoNotFound e) {
        return Problems.of(
                HttpStatus.NOT_FOUND, "video-not-found", "There is no video " + e.id() + ".");
    }
}
