package dev.bulkhead.auth.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret that is good for one refresh: 256 random bits. Only its SHA-256 is stored; guessing it
 * is hopeless, so that a slow hash would protect nothing.
 */
record RefreshToken(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static RefreshToken next() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[]";
    }
}
