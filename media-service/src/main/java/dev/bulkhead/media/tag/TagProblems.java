package dev.bulkhead.media.tag;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Everything a caller can be told went wrong with a tag. */
@RestControllerAdvice(basePackageClasses = TagProblems.class)
@Order(0)
class TagProblems {

    @ExceptionHandler
    ProblemDetail on(TagNotFound e) {
        return Problems.of(HttpStatus.NOT_FOUND, "tag-not-found", "The video has no such tag.");
    }

    @ExceptionHandler
    ProblemDetail on(TooManyTags e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "too-many-tags",
                "The video has " + TaggingVideos.MOST_TAGS + " tags, which is all it may have.");
    }
}
