package dev.bulkhead.auth.client;

import dev.bulkhead.auth.token.Issuer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Spring Authorization Server, reduced to what the platform offers: the client credentials grant
 * and the key set. Its other endpoints exist only behind this chain's matcher, which does not let
 * requests through to them. Its errors are those of RFC 6749 and not problem documents, because
 * OAuth clients expect them.
 */
@Configuration(proxyBeanMethods = false)
class AuthorizationServer {

    static final String TOKEN_ENDPOINT = "/api/auth/oauth2/token";
    static final String KEY_SET_ENDPOINT = "/api/auth/jwks";

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain authorizationServerRequests(
            HttpSecurity http, RegisteredClients clients, OAuth2AuthorizationService authorizations)
            throws Exception {
        return http.securityMatcher(offered())
                .with(
                        new OAuth2AuthorizationServerConfigurer(),
                        server ->
                                server.registeredClientRepository(clients)
                                        .authorizationService(authorizations)
                                        .clientAuthentication(it ->
                                                it.authenticationProviders(all ->
                                                        all.forEach(
                                                                AuthorizationServer
                                                                        ::compareDigests))))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(it -> it.anyRequest().authenticated())
                .exceptionHandling(
                        it -> it.authenticationEntryPoint(AuthorizationServer::demandClient))
                .build();
    }

    /** Without it, who names no client at all would get a 401 and not a word (RFC 6749, 5.2). */
    private static void demandClient(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getWriter().write("{\"error\":\"invalid_client\"}");
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(Issuer issuer) {
        return AuthorizationServerSettings.builder()
                .issuer(issuer.url())
                .tokenEndpoint(TOKEN_ENDPOINT)
                .jwkSetEndpoint(KEY_SET_ENDPOINT)
                .build();
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
        return new NothingRemembered();
    }

    @Bean
    OAuth2TokenGenerator<?> clientTokens(JwtEncoder encoder, Clock clock) {
        var generator = new JwtGenerator(encoder);
        generator.setClock(clock);
        generator.setJwtCustomizer(AuthorizationServer::addressToThePlatform);
        return generator;
    }

    /** As the services expect it: for the platform, with the scopes in one text (RFC 9068). */
    private static void addressToThePlatform(JwtEncodingContext context) {
        context.getJwsHeader().type("JWT");
        context.getClaims()
                .audience(List.of(Issuer.AUDIENCE))
                .claims(claims -> {
                    claims.remove("scope");
                    if (!context.getAuthorizedScopes().isEmpty()) {
                        claims.put("scope", String.join(" ", context.getAuthorizedScopes()));
                    }
                });
    }

    private static void compareDigests(Object provider) {
        if (provider instanceof ClientSecretAuthenticationProvider secrets) {
            secrets.setPasswordEncoder(new ClientSecret.Comparison());
        }
    }

    private static RequestMatcher offered() {
        var path = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                path.matcher(HttpMethod.POST, TOKEN_ENDPOINT),
                path.matcher(HttpMethod.GET, KEY_SET_ENDPOINT));
    }
}
