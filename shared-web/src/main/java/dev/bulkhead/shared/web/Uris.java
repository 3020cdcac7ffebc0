package dev.bulkhead.shared.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The request's path as a URI, or nothing where a tricky path is no URI. */
class Uris {

    static @Nullable URI of(HttpServletRequest request) {
        return uri(request.getRequestURI());
    }

    /** What was asked for when the request ended on the error page. */
    static @Nullable URI ofFailed(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                ? uri(path)
                : of(request);
    }

    private static @Nullable URI uri(String path) {
        try {
            return new URI(path);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Uris() {}
}
