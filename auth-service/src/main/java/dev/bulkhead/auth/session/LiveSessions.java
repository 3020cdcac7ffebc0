package dev.bulkhead.auth.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses tokens whose session is over. The other services cannot know and accept such a token
 * until it expires; here, where accounts are administered, it ends at once.
 */
@Component
class LiveSessions implements HandlerInterceptor, WebMvcConfigurer {

    private final Sessions sessions;

    LiveSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this)
                .addPathPatterns("/api/auth/**")
                .excludePathPatterns(
                        "/api/auth/register",
                        "/api/auth/login",
                        "/api/auth/refresh",
                        "/api/auth/logout");
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (SecurityContextHolder.getContext().getAuthentication()
                instanceof JwtAuthenticationToken token) {
            var session = token.getToken().getClaimAsString("sid");
            if (session != null
                    && !sessions.isLive(
                            UUID.fromString(session),
                            UUID.fromString(token.getToken().getSubject()))) {
                throw new SessionEnded();
            }
        }
        return true;
    }
}
