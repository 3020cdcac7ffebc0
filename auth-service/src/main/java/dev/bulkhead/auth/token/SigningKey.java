package dev.bulkhead.auth.token;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens, or did.
 *
 * @param retiredAt when its successor took over; null while it signs
 */
record SigningKey(RSAKey pair, Instant createdAt, @Nullable Instant retiredAt) {

    String kid() {
        return pair.getKeyID();
    }

    boolean signs() {
        return retiredAt == null;
    }
}
