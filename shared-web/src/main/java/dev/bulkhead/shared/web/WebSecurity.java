package dev.bulkhead.shared.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/** Checks tokens on every request; see {@link AccessRules}. */
@AutoConfiguration(
        before = {
            ServletWebSecurityAutoConfiguration.class,
            OAuth2ResourceServerWebSecurityAutoConfiguration.class
        })
@EnableConfigurationProperties(TokenMemory.class)
class WebSecurity {

    /**
     * Security would otherwise time each of its filters, before and after, and every check: two
     * dozen spans and timers a request, which nobody looks at.
     */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @ConditionalOnMissingBean
    HttpFirewall firewall() {
        return new QuickFirewall();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE - 10)
    SecurityFilterChain tokenCheckedRequests(
            HttpSecurity http,
            ObjectProvider<AccessRules> accessRules,
            ProblemWriter problems,
            ObjectProvider<JwtDecoder> decoder,
            TokenMemory memory,
            InstantSource clock,
            Environment environment) {
        var openApi = environment.getRequiredProperty("springdoc.api-docs.path");
        var entryPoint = entryPoint(problems);
        var denied = denied(problems);
        // There are no sessions, and so none to look for, to guard, or to keep a request in.
        http.setSharedObject(RequestCache.class, new NullRequestCache());
        return http.csrf(AbstractHttpConfigurer::disable) // no cookies, nothing to forge
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(it ->
                        it.securityContextRepository(
                                new RequestAttributeSecurityContextRepository()))
                .requestCache(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(rules -> {
                    rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                            .permitAll();
                    rules.requestMatchers(
                                    "/actuator/health/**",
                                    openApi,
                                    openApi + "/**",
                                    openApi + ".yaml")
                            .permitAll();
                    accessRules.orderedStream().forEach(it -> it.declare(rules));
                    rules.anyRequest().hasRole("USER");
                })
                .oauth2ResourceServer(it ->
                        it.bearerTokenResolver(new QuickBearer())
                                .jwt(jwt ->
                                        jwt.decoder(
                                                        RememberedTokens.of(
                                                                decoder.getObject(), memory, clock))
                                                .jwtAuthenticationConverter(token ->
                                                        new JwtAuthenticationToken(
                                                                token,
                                                                CheckedToken.authoritiesOf(token))))
                                .authenticationEntryPoint(entryPoint)
                                .accessDeniedHandler(denied))
                .exceptionHandling(
                        it -> it.authenticationEntryPoint(entryPoint).accessDeniedHandler(denied))
                .build();
    }

    private static AuthenticationEntryPoint entryPoint(ProblemWriter problems) {
        return (request, response, e) -> {
            var tokenless = request.getHeader(HttpHeaders.AUTHORIZATION) == null;
            challenge(response, tokenless ? "" : " error=\"invalid_token\"");
            problems.write(
                    Problems.of(
                            HttpStatus.UNAUTHORIZED,
                            "authentication-required",
                            tokenless
                                    ? "A token is needed: send it as \"Authorization: Bearer …\"."
                                    : "The token is not valid, or not any more."),
                    request,
                    response);
        };
    }

    private static AccessDeniedHandler denied(ProblemWriter problems) {
        return (request, response, e) -> {
            challenge(response, " error=\"insufficient_scope\"");
            problems.write(
                    Problems.of(
                            HttpStatus.FORBIDDEN,
                            "access-denied",
                            "The token does not allow this."),
                    request,
                    response);
        };
    }

    /** RFC 6750 section 3. Spring's own challenge points to metadata that the gateway hides. */
    private static void challenge(HttpServletResponse response, String error) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer" + error);
    }
}
