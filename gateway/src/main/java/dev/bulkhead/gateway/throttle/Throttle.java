package dev.bulkhead.gateway.throttle;

import dev.bulkhead.gateway.path.PathRules;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts requests per client: per token subject, or per address where there is no token. */
@Component
public class Throttle {

    private final boolean enabled;
    private final Quota users;
    private final Quota addresses;
    private final Quota guarded;
    private final PathRules guardedPaths;

    Throttle(RateLimitSettings settings) {
        enabled = settings.enabled();
        users = new Quota("user", settings.user(), settings.maxClients());
        addresses = new Quota("address", settings.address(), settings.maxClients());
        guarded = new Quota("guarded", settings.guarded(), settings.maxClients());
        guardedPaths =
                PathRules.of("bulkhead.gateway.rate-limit.guarded-paths", settings.guardedPaths());
    }

    /** Stands behind the token check, so that it knows the subject. */
    public Filter filter() {
        return new CountingFilter();
    }

    /** Counts a request against its address; has answered with 429 when it returns false. */
    public boolean admitsAnonymous(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return !enabled || addresses.admits(network(request), request, response);
    }

    private boolean admits(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (guardedPaths.match(request) && !guarded.admits(network(request), request, response)) {
            return false;
        }
        var caller = SecurityContextHolder.getContext().getAuthentication();
        return caller == null || caller instanceof AnonymousAuthenticationToken
                ? addresses.admits(network(request), request, response)
                : users.admits(caller.getName(), request, response);
    }

    /** The address; of IPv6 the first 64 bits, as whoever has one has all of the rest. */
    static String network(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        var end = -1;
        for (int group = 0; group < 4; group++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address; // IPv4
            }
        }
        return address.substring(0, end);
    }

    private final class CountingFilter extends OncePerRequestFilter {

        /** A flood must not make the gateway look dead to those who would restart it. */
        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return !enabled || request.getRequestURI().equals("/health");
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (admits(request, response)) {
                chain.doFilter(request, response);
            }
        }
    }
}
