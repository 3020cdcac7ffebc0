package dev.bulkhead.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The request's path as a URI, or nothing where a tricky path is no URI. */
class Uris {

    static @Nullable URI of(HttpServletRequest request) {
        try {
            return new URI(request.getRequestURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Uris() {}
}
