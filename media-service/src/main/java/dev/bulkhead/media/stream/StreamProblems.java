package dev.bulkhead.media.stream;

import dev.bulkhead.media.library.FileMissing;
import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice(basePackageClasses = StreamProblems.class)
@Order(0)
class StreamProblems {

    @ExceptionHandler
    ProblemDetail on(FileMissing e) {
        return Problems.of(
                HttpStatus.NOT_FOUND,
                "video-file-missing",
                "The library knows this video, but its file is not in the folder at the moment.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(RangeNotSatisfiable e) {
        return ResponseEntity.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                .header(HttpHeaders.CONTENT_RANGE, "bytes */" + e.length())
                .body(
                        Problems.of(
                                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                                "range-not-satisfiable",
                                "The video has "
                                        + e.length()
                                        + " bytes; the range begins beyond."));
    }
}
