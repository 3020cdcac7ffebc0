package dev.bulkhead.gateway.access;

import dev.bulkhead.gateway.path.ClosedPaths;
import dev.bulkhead.gateway.path.PathRules;
import dev.bulkhead.gateway.throttle.Throttle;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The order of the checks: closed path, origin, token, quota, and only then the route. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** The gateway's own pages, open to everybody. */
    private static final List<String> OWN_PAGES =
            List.of("GET /", "GET /health", "GET /docs/**", "GET /problems/*", "GET /style.css");

    /** Swagger UI sets styles on its elements; nothing of any other host is ever needed. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src"
                    + " 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final String BEARER = "Bearer ";

    @Bean
    SecurityFilterChain checks(
            HttpSecurity http,
            AccessSettings access,
            CorsSettings cors,
            ClosedPaths.Setting closed,
            Throttle throttle,
            Refusals refusals,
            JwtDecoder decoder) {
        var publicPaths = PathRules.of("bulkhead.gateway.public-paths", access.publicPaths());
        var ownPages = PathRules.of("the gateway's own pages", OWN_PAGES);

        RequestMatcher open = request -> publicPaths.match(request) || ownPages.match(request);

        // There are no sessions, and so none to look for, to guard, or to keep a request in.
        http.setSharedObject(RequestCache.class, new NullRequestCache());
        return http.addFilterAfter(new ClosedPaths(closed), HeaderWriterFilter.class)
                .addFilterAfter(Origins.filter(cors), ClosedPaths.class)
                .addFilterAt(
                        tokenCheck(decoder, open, refusals), BearerTokenAuthenticationFilter.class)
                .addFilterBefore(throttle.filter(), AuthorizationFilter.class)
                .authorizeHttpRequests(rules ->
                        rules.dispatcherTypeMatchers(DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(open)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(errors -> errors.authenticationEntryPoint(refusals))
                .headers(headers ->
                        headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                                .addHeaderWriter(
                                        new DelegatingRequestMatcherHeaderWriter(
                                                ownPages::match,
                                                new ContentSecurityPolicyHeaderWriter(
                                                        CONTENT_POLICY))))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(it ->
                        it.securityContextRepository(
                                new RequestAttributeSecurityContextRepository()))
                .csrf(AbstractHttpConfigurer::disable) // nothing is done by the power of a cookie
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .build();
    }

    private static Filter tokenCheck(JwtDecoder decoder, RequestMatcher open, Refusals refusals) {
        var check =
                new BearerTokenAuthenticationFilter(
                        new ProviderManager(new JwtAuthenticationProvider(decoder)),
                        request -> open.matches(request) ? null : token(request));
        check.setAuthenticationFailureHandler(refusals);
        return check;
    }

    /** Only the header: reading a parameter would swallow the body of a form. */
    private static @Nullable Authentication token(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        var token = header.substring(BEARER.length()).strip();
        if (token.isEmpty()) {
            throw new InvalidBearerTokenException("The token is empty");
        }
        return new BearerTokenAuthenticationToken(token);
    }
}
