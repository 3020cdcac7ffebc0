package dev.bulkhead.shared.web;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Makes problem documents (RFC 9457) whose types stay the same from release to release. */
public final class Problems {

    /**
     * A problem of the given kind.
     *
     * @param type the last part of the type's address; docs/problems has a page of that name
     * @param detail one sentence for the caller; it names nothing internal
     */
    public static ProblemDetail of(HttpStatus status, String type, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(status.getReasonPhrase());
        problem.setType(URI.create("/problems/" + type));
        return problem;
    }

    private Problems() {}
}
