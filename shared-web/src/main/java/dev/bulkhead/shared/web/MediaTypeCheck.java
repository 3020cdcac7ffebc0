package dev.bulkhead.shared.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/**
 * Refuses a request whose answer its client could not take, before anything is done. Spring looks
 * at Accept only when the answer is there: what was to be stored is stored by then, and a problem
 * has no body if Accept cannot be read.
 */
class MediaTypeCheck extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Whatever these do, they tell in JSON. */
    private static final Set<String> ANSWERED_IN_JSON = Set.of("POST", "PUT", "PATCH");

    private final ProblemWriter problems;

    MediaTypeCheck(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var problem = problemOf(request);
        if (problem == null) {
            chain.doFilter(request, response);
        } else {
            problems.write(problem, request, response);
        }
    }

    private static @Nullable ProblemDetail problemOf(HttpServletRequest request) {
        try {
            var accepted =
                    MediaType.parseMediaTypes(
                            Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
            MimeTypeUtils.sortBySpecificity(accepted); // refuses too many, as Spring will
            if (ANSWERED_IN_JSON.contains(request.getMethod()) && !takesJson(accepted)) {
                return notAcceptable("The answer is application/json, which Accept leaves out.");
            }
        } catch (InvalidMediaTypeException | InvalidMimeTypeException e) {
            return notAcceptable("The header Accept names no media types.");
        }
        return isRange(request.getContentType())
                ? Problems.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported-media-type",
                        "Content-Type must be one media type, not a range.")
                : null;
    }

    private static boolean takesJson(List<MediaType> accepted) {
        return accepted.isEmpty()
                || accepted.stream()
                        .anyMatch(it ->
                                it.isCompatibleWith(MediaType.APPLICATION_JSON)
                                        || it.isCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
    }

    /** True of {@code video/*}, on which Spring throws; what cannot be read it refuses itself. */
    private static boolean isRange(@Nullable String contentType) {
        try {
            return contentType != null
                    && !contentType.isBlank()
                    && !MediaType.parseMediaType(contentType).isConcrete();
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static ProblemDetail notAcceptable(String detail) {
        return Problems.of(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", detail);
    }
}
