package dev.bulkhead.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * Takes the token out of a well-formed header with a loop, where Spring Security has a pattern of
 * the same grammar (RFC 6750, section 2.1). Everything else it leaves to Spring Security.
 */
class QuickBearer implements BearerTokenResolver {

    private static final String BEARER = "Bearer ";

    private final BearerTokenResolver thorough = new DefaultBearerTokenResolver();

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(BEARER) && isJwt(header, BEARER.length())
                ? header.substring(BEARER.length())
                : thorough.resolve(request);
    }

    private static boolean isJwt(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            var plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return text.length() > from;
    }
}
