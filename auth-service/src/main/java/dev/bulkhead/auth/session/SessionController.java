package dev.bulkhead.auth.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.token.AccessTokens;
import dev.bulkhead.auth.user.Account;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth")
@Tag(name = "sessions")
class SessionController {

    private final LoggingIn loggingIn;
    private final Refreshing refreshing;
    private final EndingSessions ending;
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final InstantSource clock;

    SessionController(
            LoggingIn loggingIn,
            Refreshing refreshing,
            EndingSessions ending,
            Sessions sessions,
            AccessTokens accessTokens,
            InstantSource clock) {
        this.loggingIn = loggingIn;
        this.refreshing = refreshing;
        this.ending = ending;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.clock = clock;
    }

    @PostMapping("/login")
    @Operation(
            summary = "Log in",
            description =
                    "For everybody. The access token goes into the header Authorization of every"
                            + " other request, to any service; the refresh token only to"
                            + " /api/auth/refresh, and only once.")
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TokenResponse.class)))
    @ApiResponse(responseCode = "401", description = "invalid-credentials")
    @ApiResponse(responseCode = "403", description = "account-deactivated")
    @ApiResponse(responseCode = "429", description = "too-many-attempts: see Retry-After")
    ResponseEntity<?> logIn(@Valid @RequestBody LoginRequest request, Origin origin) {
        return answer(loggingIn.logIn(request.login(), request.password(), origin));
    }

    @PostMapping("/refresh")
    @Operation(
            summary = "Exchange a refresh token for new tokens",
            description =
                    "For whoever holds the token. A token that is used a second time ends the"
                            + " session, because then somebody has stolen it.")
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TokenResponse.class)))
    @ApiResponse(responseCode = "401", description = "invalid-refresh-token: log in again")
    ResponseEntity<?> refresh(@Valid @RequestBody RefreshRequest request, Origin origin) {
        return answer(refreshing.refresh(request.token(), origin));
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Log out",
            description =
                    "For whoever holds a token of the session: the refresh token in the body, or"
                            + " the access token in the header and no body.")
    @ApiResponse(responseCode = "204", description = "the session has ended")
    @ApiResponse(responseCode = "401", description = "authentication-required: neither token")
    void logOut(
            @Valid @RequestBody(required = false) @Nullable RefreshRequest request,
            @AuthenticationPrincipal @Nullable Jwt accessToken,
            Origin origin) {
        if (request != null) {
            ending.end(request.token(), origin);
        } else if (accessToken != null && accessToken.hasClaim("sid")) {
            ending.end(
                    UUID.fromString(accessToken.getClaimAsString("sid")),
                    UUID.fromString(accessToken.getSubject()),
                    origin);
        } else {
            throw new InsufficientAuthenticationException("Neither token was sent");
        }
    }

    @GetMapping("/sessions")
    @Operation(
            summary = "Where I am signed in, the latest login first",
            description = "For everybody who is signed in.")
    Page<SessionResponse> list(Caller caller, PageQuery page) {
        return sessions.page(caller.id(), page, clock.instant())
                .map(it -> SessionResponse.of(it, caller));
    }

    @DeleteMapping("/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "End one of my sessions",
            description =
                    "For its owner. Other services accept its last access token until it expires.")
    @ApiResponse(responseCode = "204", description = "it has ended")
    @ApiResponse(responseCode = "404", description = "session-not-found, also for others' sessions")
    void end(@PathVariable UUID id, Caller caller, Origin origin) {
        if (!ending.end(id, caller.id(), origin)) {
            throw new SessionNotFound();
        }
    }

    @DeleteMapping("/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "End all my other sessions",
            description = "For everybody who is signed in.")
    @ApiResponse(responseCode = "204", description = "only this one is left")
    void endOthers(Caller caller, Origin origin) {
        ending.endOthers(caller.id(), caller.session(), origin);
    }

    private ResponseEntity<?> answer(SignInOutcome outcome) {
        return switch (outcome) {
            case SignInOutcome.SignedIn signedIn ->
                    ResponseEntity.ok()
                            .cacheControl(CacheControl.noStore()) // RFC 6749 section 5.1
                            .body(tokens(signedIn));
            case SignInOutcome.Refused refused -> SessionProblems.of(refused);
        };
    }

    private TokenResponse tokens(SignInOutcome.SignedIn signedIn) {
        Account account = signedIn.account();
        var access =
                accessTokens.issue(
                        account.id(),
                        claims ->
                                claims.claim("sid", signedIn.session().toString())
                                        .claim("username", account.username())
                                        .claim("name", account.name())
                                        .claim("email", account.email())
                                        .claim("email_verified", account.emailVerified())
                                        .claim("roles", account.roles()));
        return new TokenResponse(
                access.value(), "Bearer", access.lifetime().toSeconds(), signedIn.token().value());
    }

    /**
     * @param login username or e-mail address
     */
    record LoginRequest(
            @NotBlank @Size(max = 254) @Schema(description = "username or e-mail address")
                    String login,
            @NotBlank @Size(max = 1000) @Schema(format = "password") String password) {

        @Override
        public String toString() {
            return "LoginRequest[]";
        }
    }

    record RefreshRequest(
            @JsonProperty("refresh_token") @NotBlank @Size(max = 100) String refreshToken) {

        RefreshToken token() {
            return new RefreshToken(refreshToken);
        }

        @Override
        public String toString() {
            return "RefreshRequest[]";
        }
    }

    /** Named as in RFC 6749 section 5.1, so that OAuth clients understand it. */
    record TokenResponse(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_token") String refreshToken) {

        @Override
        public String toString() {
            return "TokenResponse[]";
        }
    }

    /**
     * @param current whether this is the session the question was asked in
     */
    record SessionResponse(
            UUID id,
            @Nullable String userAgent,
            String ip,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean current) {

        static SessionResponse of(Sessions.SignedIn it, Caller caller) {
            return new SessionResponse(
                    it.id(),
                    it.userAgent(),
                    it.ip(),
                    it.createdAt(),
                    it.lastUsedAt(),
                    it.expiresAt(),
                    it.id().equals(caller.session()));
        }
    }
}
