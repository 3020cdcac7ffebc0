package dev.bulkhead.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Issues access tokens of the platform's format and publishes the key to check them, as
 * auth-service does. The same name is the same person all through a JVM.
 */
public final class Tokens {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Set<String> USER = Set.of("user");
    private static final Set<String> ADMIN = Set.of("user", "admin");

    private final RSAKey key = newKey("test");
    private final RSAKey forgersKey = newKey("test");
    private final Map<String, UUID> people = new ConcurrentHashMap<>();
    private final String issuer;

    private Tokens() {
        issuer = "http://localhost:%d/api/auth".formatted(publish());
    }

    /** This JVM's issuer. */
    public static Tokens shared() {
        return Shared.TOKENS;
    }

    /** A logged-in user without further rights. */
    public TestUser user(String username) {
        return person(username, USER, key, Instant.now());
    }

    /** A logged-in administrator. */
    public TestUser admin(String username) {
        return person(username, ADMIN, key, Instant.now());
    }

    /** A user whose token ended an hour ago. */
    public TestUser expired(String username) {
        return person(
                username, USER, key, Instant.now().minus(LIFETIME).minus(Duration.ofHours(1)));
    }

    /** A token like a user's, under the right key's name, but signed by somebody else. */
    public TestUser forged(String username) {
        return person(username, USER, forgersKey, Instant.now());
    }

    /** A forged token that claims to be an administrator's. */
    public TestUser forgedAdmin(String username) {
        return person(username, ADMIN, forgersKey, Instant.now());
    }

    /** A user's token that another platform's issuer signed for itself with the same key. */
    public TestUser fromElsewhere(String username) {
        return person(
                username, USER, key, Instant.now(), Map.of("iss", "http://localhost:1/api/auth"));
    }

    /** A user's token that is meant for another audience. */
    public TestUser forOthers(String username) {
        return person(username, USER, key, Instant.now(), Map.of("aud", List.of("somebody-else")));
    }

    /** A user's token with some claims replaced. */
    public TestUser user(String username, Map<String, Object> claims) {
        return person(username, USER, key, Instant.now(), claims);
    }

    /** The header value of another service's token; scopes are separated by blanks. */
    public String service(String client, String scope) {
        var now = Instant.now();
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(client)
                        .audience("bulkhead")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("scope", scope)
                        .build();
        return "Bearer " + signed(claims, key);
    }

    public String issuer() {
        return issuer;
    }

    public String jwksUri() {
        return issuer + "/jwks";
    }

    private TestUser person(String username, Set<String> roles, RSAKey signer, Instant issued) {
        return person(username, roles, signer, issued, Map.of());
    }

    private TestUser person(
            String username,
            Set<String> roles,
            RSAKey signer,
            Instant issued,
            Map<String, Object> changes) {
        var id = people.computeIfAbsent(username, _ -> nextId());
        var email = username + "@example.org";
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(id.toString())
                        .audience("bulkhead")
                        .issueTime(Date.from(issued))
                        .expirationTime(Date.from(issued.plus(LIFETIME)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("sid", nextId().toString())
                        .claim("username", username)
                        .claim("name", username)
                        .claim("email", email)
                        .claim("email_verified", true)
                        .claim("roles", List.copyOf(new TreeSet<>(roles).descendingSet()));
        changes.forEach(claims::claim);
        return new TestUser(id, username, email, roles, "Bearer " + signed(claims.build(), signer));
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) {
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** UUID version 7, as every id of the platform. */
    private static UUID nextId() {
        var random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16;
        return new UUID(
                time | 0x7000L | random.nextLong(0x1000L),
                0x8000_0000_0000_0000L | (random.nextLong() >>> 2));
    }

    /** Serves the public key from daemon threads, which let the JVM end. */
    private int publish() {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
            var body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            server.createContext(
                    "/api/auth/jwks",
                    exchange -> {
                        try (exchange) {
                            exchange.getResponseHeaders().set("Content-Type", "application/json");
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                        }
                    });
            Thread.ofPlatform().daemon().start(server::start).join();
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {
        static final Tokens TOKENS = new Tokens();
    }
}
