package dev.bulkhead.gateway.path;

import dev.bulkhead.gateway.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 404 for what only the services themselves may see, whoever asks. Matching ignores case
 * and sees percent-decoded segments; paths that could be read in two ways never come this far.
 */
public final class ClosedPaths extends OncePerRequestFilter {

    private final PathRules closed;

    public ClosedPaths(Setting setting) {
        closed = PathRules.ignoringCase("bulkhead.gateway.closed-paths", setting.closedPaths());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (closed.match(request)) {
            Problem.NOT_FOUND.writeTo(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * Which paths are closed.
     *
     * @param closedPaths paths that are answered with 404, as {@code /path} or {@code METHOD /path}
     */
    @ConfigurationProperties("bulkhead.gateway")
    public record Setting(@DefaultValue List<String> closedPaths) {}
}
