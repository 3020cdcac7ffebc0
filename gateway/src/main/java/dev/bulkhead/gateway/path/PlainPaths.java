package dev.bulkhead.gateway.path;

import dev.bulkhead.gateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;

/**
 * Lets only paths through that gateway and service are bound to read alike: no {@code ;}, {@code
 * //}, {@code ..}, encoded slash, dot, percent sign or control character. The others do not exist.
 */
@Component
class PlainPaths extends StrictHttpFirewall implements RequestRejectedHandler {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    PlainPaths() {
        setAllowedHttpMethods(METHODS);
        setAllowedHeaderNames(it -> isPlain(it) || ALLOWED_HEADER_NAMES.test(it));
        setAllowedHeaderValues(it -> isPlain(it) || ALLOWED_HEADER_VALUES.test(it));
    }

    /** Tells of most headers, tokens too, what a pattern would find out at many times the cost. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        try {
            return super.getFirewalledRequest(request);
        } catch (RequestRejectedException e) {
            throw new NoSuchPath(e.getMessage());
        }
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        if (!METHODS.contains(request.getMethod())) {
            Problem.METHOD_NOT_ALLOWED.writeTo(request, response);
        } else if (e instanceof NoSuchPath) {
            Problem.NOT_FOUND.writeTo(request, response);
        } else {
            Problem.malformedRequest("A header holds characters it may not.")
                    .writeTo(request, response);
        }
    }

    private static final class NoSuchPath extends RequestRejectedException {

        NoSuchPath(String message) {
            super(message);
        }
    }
}
