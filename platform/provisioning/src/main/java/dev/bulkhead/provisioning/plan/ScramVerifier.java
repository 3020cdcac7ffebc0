package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.server.Query;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL stores of a password (RFC 5802 and 7677). It is computed here, so that the
 * password itself never travels to the server, where logs and statistics would keep it.
 */
public final class ScramVerifier {

    private static final Pattern STORED =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$]+)\\$([^:]+):(.+)");

    /** Before version 16 there was no setting. */
    private static final int FIXED_ITERATIONS = 4096;

    private static final int MOST_ITERATIONS = 1_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Hashing is slow on purpose, and what has matched once always will. */
    private static final Set<Match> MATCHED = ConcurrentHashMap.newKeySet();

    private record Match(String stored, String password) {}

    private ScramVerifier() {}

    /**
     * A verifier with a salt of its own.
     *
     * @param iterations how often it is hashed, as {@link #iterations} says
     */
    public static String of(String password, int iterations) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(password, salt, iterations);
    }

    /** How often the server wants passwords hashed: its {@code scram_iterations}. */
    public static int iterations(Connection server) throws SQLException {
        return Query.rows(
                        server,
                        row -> row.getInt(1),
                        "select coalesce(current_setting('scram_iterations', true)::int, ?)",
                        FIXED_ITERATIONS)
                .getFirst();
    }

    /** Whether the server would accept the password. */
    public static boolean matches(@Nullable String stored, String password) {
        if (stored == null) {
            return false;
        }
        var match = new Match(stored, password);
        if (MATCHED.contains(match)) {
            return true;
        }
        if (!hashesTo(stored, password)) {
            return false;
        }
        MATCHED.add(match);
        return true;
    }

    private static boolean hashesTo(String stored, String password) {
        var parts = STORED.matcher(stored);
        if (!parts.matches()) {
            return false;
        }
        try {
            var salt = Base64.getDecoder().decode(parts.group(2));
            var iterations = Math.clamp(Integer.parseInt(parts.group(1)), 1, MOST_ITERATIONS);
            return MessageDigest.isEqual(
                    of(password, salt, iterations).getBytes(StandardCharsets.UTF_8),
                    stored.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false; // a damaged verifier accepts nothing
        }
    }

    static String of(String password, byte[] salt, int iterations) {
        try {
            var salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(
                                            password.toCharArray(), salt, iterations, KEY_BITS))
                            .getEncoded();
            var storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            var serverKey = hmac(salted, "Server Key");
            var base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$%d:%s$%s:%s"
                    .formatted(
                            iterations,
                            base64.encodeToString(salt),
                            base64.encodeToString(storedKey),
                            base64.encodeToString(serverKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has these algorithms
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
