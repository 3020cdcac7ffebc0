package dev.bulkhead.media.video;

import dev.bulkhead.media.footage.NotAVideo;
import dev.bulkhead.media.library.LibraryFull;
import dev.bulkhead.media.library.UploadIncomplete;
import dev.bulkhead.media.library.UploadTooBig;
import dev.bulkhead.media.video.UploadOutcome.AlreadyThere;
import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Everything a caller can be told went wrong with an upload or a change; tags share the last. */
@RestControllerAdvice
@Order(0)
class VideoProblems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(UploadTooBig e) {
        return unread(
                Problems.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "upload-too-big",
                        "An upload may hold up to " + e.limit() + " bytes."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(NotAVideo e) {
        return unread(
                Problems.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-video", e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(LibraryFull e) {
        return unread(
                Problems.of(
                        HttpStatus.INSUFFICIENT_STORAGE,
                        "library-full",
                        "The library has no room for this at the moment."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(UploadIncomplete e) {
        return unread(
                Problems.of(
                        HttpStatus.BAD_REQUEST,
                        "upload-incomplete",
                        "The upload ended before its end. Nothing was stored."));
    }

    @ExceptionHandler
    ProblemDetail on(NotYourVideo e) {
        return Problems.of(
                HttpStatus.FORBIDDEN,
                "not-your-video",
                "Only its owner or an admin may change this video.");
    }

    static ProblemDetail of(AlreadyThere it) {
        var problem =
                Problems.of(
                        HttpStatus.CONFLICT,
                        "video-exists",
                        "Somebody else has brought this very content: it is in the library"
                                + " already.");
        problem.setProperty("video", it.video().id());
        return problem;
    }

    /** The rest of the body is not worth reading, so the connection cannot be used again. */
    private static ResponseEntity<ProblemDetail> unread(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .header(HttpHeaders.CONNECTION, "close")
                .body(problem);
    }
}
