package dev.bulkhead.gateway.access;

import dev.bulkhead.gateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** Answers preflight requests, and refuses pages of foreign origins with a problem document. */
final class Origins extends DefaultCorsProcessor {

    static CorsFilter filter(CorsSettings settings) {
        var configuration = settings.configuration();
        var filter = new CorsFilter(request -> configuration);
        filter.setCorsProcessor(new Origins());
        return filter;
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration configuration,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var allowed = super.processRequest(configuration, request, response);
        if (!allowed) {
            Problem.ORIGIN_NOT_ALLOWED.writeTo(request, response);
        }
        return allowed;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) {
        // said above, as a problem
    }
}
