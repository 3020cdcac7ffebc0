package dev.bulkhead.auth.token;

import static java.time.ZoneOffset.UTC;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.bulkhead.shared.db.Tables;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys in the database; private halves are encrypted there and opened once per instance. */
@Repository
class SigningKeys {

    private static final int BITS = 2048;

    private final JdbcClient jdbc;
    private final Tables tables;
    private final Encryption encryption;
    private final Map<String, RSAKey> opened = new ConcurrentHashMap<>();

    SigningKeys(JdbcClient jdbc, Tables tables, Encryption encryption) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.encryption = encryption;
    }

    /** The key that signs and those retired after the given time, newest first. */
    List<SigningKey> retiredAfter(Instant time) {
        var keys =
                jdbc.sql(
                                tables.sql(
                                        """
                                        select kid, public_jwk, private_key, created_at, retired_at
                                        from ${prefix}signing_keys
                                        where retired_at is null or retired_at > :time
                                        order by retired_at desc nulls first
                                        """))
                        .param("time", time.atOffset(UTC))
                        .query((row, number) -> signingKey(row))
                        .list();
        opened.keySet().retainAll(keys.stream().map(SigningKey::kid).toList());
        return keys;
    }

    /** Stores a key as the one that signs, unless another does already. */
    boolean addUnlessOneSigns(RSAKey pair, Instant now) {
        return jdbc.sql(
                                tables.sql(
                                        """
                                        insert into ${prefix}signing_keys (kid, public_jwk, private_key, created_at)
                                        values (:kid, cast(:jwk as jsonb), :private, :now)
                                        on conflict do nothing
                                        """))
                        .param("kid", pair.getKeyID())
                        .param("jwk", pair.toPublicJWK().toJSONString())
                        .param("private", sealed(pair))
                        .param("now", now.atOffset(UTC))
                        .update()
                == 1;
    }

    /** Takes the key out of use, unless somebody else just has. */
    boolean retire(String kid, Instant now) {
        return jdbc.sql(
                                tables.sql(
                                        """
                                        update ${prefix}signing_keys set retired_at = :now
                                        where kid = :kid and retired_at is null
                                        """))
                        .param("kid", kid)
                        .param("now", now.atOffset(UTC))
                        .update()
                == 1;
    }

    /** Forgets keys whose last token expired long ago. */
    int removeRetiredBefore(Instant time) {
        return jdbc.sql(tables.sql("delete from ${prefix}signing_keys where retired_at <= :time"))
                .param("time", time.atOffset(UTC))
                .update();
    }

    private SigningKey signingKey(ResultSet row) throws SQLException {
        var jwk = row.getString("public_jwk");
        var sealed = row.getBytes("private_key");
        var pair = opened.computeIfAbsent(row.getString("kid"), kid -> open(jwk, sealed));
        return new SigningKey(
                pair,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instantOrNull(row.getObject("retired_at", OffsetDateTime.class)));
    }

    private static @Nullable Instant instantOrNull(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Makes a key pair. It takes long on a busy machine: not while holding a lock. */
    static RSAKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            var pair = generator.generateKeyPair();
            return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint() // RFC 7638: the same key never has two ids
                    .build();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] sealed(RSAKey pair) {
        try {
            return encryption.encrypt(pair.toPrivateKey().getEncoded(), placeOf(pair.getKeyID()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private RSAKey open(String jwk, byte[] sealed) {
        try {
            var half = RSAKey.parse(jwk);
            var encoded = encryption.decrypt(sealed, placeOf(half.getKeyID()));
            return new RSAKey.Builder(half)
                    .privateKey(
                            KeyFactory.getInstance("RSA")
                                    .generatePrivate(new PKCS8EncodedKeySpec(encoded)))
                    .build();
        } catch (ParseException | GeneralSecurityException e) {
            throw new IllegalStateException("A stored signing key cannot be read", e);
        }
    }

    private static String placeOf(String kid) {
        return "signing_keys.private_key:" + kid;
    }
}
