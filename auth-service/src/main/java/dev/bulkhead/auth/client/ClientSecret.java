package dev.bulkhead.auth.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A client's password: 256 random bits, shown once. Only its SHA-256 is kept. */
record ClientSecret(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static ClientSecret next() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new ClientSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    Digest digest() {
        try {
            return new Digest(
                    HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(value.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "ClientSecret[]";
    }

    /** SHA-256 of a secret, in hexadecimal. */
    record Digest(String hex) {

        static Digest of(byte[] bytes) {
            return new Digest(HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** How the authorization server compares secrets. */
    static class Comparison implements PasswordEncoder {

        @Override
        public @Nullable String encode(@Nullable CharSequence secret) {
            return secret == null ? null : new ClientSecret(secret.toString()).digest().hex();
        }

        @Override
        public boolean matches(@Nullable CharSequence secret, @Nullable String hex) {
            return secret != null
                    && hex != null
                    && MessageDigest.isEqual(
                            new ClientSecret(secret.toString()).digest().bytes(),
                            new Digest(hex).bytes());
        }
    }
}
