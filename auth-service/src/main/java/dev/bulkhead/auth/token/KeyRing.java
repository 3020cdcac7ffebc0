package dev.bulkhead.auth.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The keys that count at the moment. Whoever looks for a certain key is answered from memory as
 * long as it is there; whoever asks for all of them, as the JWKS endpoint does, gets what the
 * database says now, so that no instance withholds a key that another has just made.
 */
@Component
class KeyRing implements JWKSource<SecurityContext> {

    /** So that tokens with invented key ids do not become queries. */
    private static final int MILLIS_BETWEEN_SEARCHES = 200;

    private final SigningKeys keys;
    private final TokenPolicy policy;
    private final InstantSource clock;

    private volatile @Nullable Known known;

    KeyRing(SigningKeys keys, TokenPolicy policy, InstantSource clock) {
        this.keys = keys;
        this.policy = policy;
        this.clock = clock;
    }

    /** The key that signs; made if there is none yet. */
    SigningKey signing() {
        return noOlderThan(policy.signingKeyRereadAfter().toMillis()).signing();
    }

    /** The same, but as the database knows it now. */
    SigningKey signingNow() {
        return read().signing();
    }

    /** All published keys, newest first, as the database knows them now. */
    List<SigningKey> published() {
        return read().keys();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
            throws KeySourceException {
        var ids = selector.getMatcher().getKeyIDs();
        try {
            if (ids == null || ids.isEmpty()) {
                return select(selector, read());
            }
            var found = select(selector, noOlderThan(policy.signingKeyRereadAfter().toMillis()));
            return found.isEmpty() ? select(selector, noOlderThan(MILLIS_BETWEEN_SEARCHES)) : found;
        } catch (DataAccessException e) {
            throw new KeySourceException("The signing keys cannot be read", e); // 503, not 401
        }
    }

    private static List<JWK> select(JWKSelector selector, Known known) {
        return selector.select(
                new JWKSet(known.keys().stream().<JWK>map(SigningKey::pair).toList()));
    }

    private Known noOlderThan(long millis) {
        var known = this.known;
        if (known != null) {
            var age = clock.millis() - known.at().toEpochMilli();
            if (age >= 0 && age < millis) {
                return known;
            }
        }
        return read();
    }

    private Known read() {
        var now = clock.instant();
        var since = now.minus(policy.publicationAfterRetirement());
        var found = keys.retiredAfter(since);
        if (found.isEmpty() || !found.getFirst().signs()) {
            keys.addUnlessOneSigns(SigningKeys.generate(), now);
            found = keys.retiredAfter(since);
        }
        var read = new Known(found, now);
        known = read;
        return read;
    }

    /** What the database said at that time; the key that signs is the first. */
    private record Known(List<SigningKey> keys, Instant at) {

        SigningKey signing() {
            return keys.getFirst();
        }
    }
}
