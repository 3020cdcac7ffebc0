package dev.bulkhead.auth.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Encrypts what is stored in the database but must not be readable there: AES-256-GCM (NIST SP
 * 800-38D) with a key derived by HKDF-SHA256 (RFC 5869) from a file. Each text is bound to its
 * place, so that one row's cannot be put into another.
 *
 * <p>Layout: one byte of version, 12 of nonce, then the ciphertext with its tag of 16.
 */
@Component
class Encryption {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SHORTEST_SECRET = 32;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    @Autowired
    Encryption(TokenPolicy policy) {
        this(secretIn(policy.encryptionKeyFile()));
    }

    Encryption(byte[] secret) {
        try {
            key =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveKey(
                                    "AES",
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(secret)
                                            .thenExpand(
                                                    "bulkhead auth columns v1"
                                                            .getBytes(StandardCharsets.US_ASCII),
                                                    32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param place which column of which row this is for; needed again to decrypt
     */
    byte[] encrypt(byte[] plain, String place) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @throws EncryptionKeyUnusable if it was encrypted with another key, for another place, or was
     *     altered since
     */
    byte[] decrypt(byte[] stored, String place) {
        try {
            if (stored.length < 1 + NONCE_BYTES || stored[0] != VERSION) {
                throw new GeneralSecurityException("Not a text encrypted here");
            }
            var nonce = new byte[NONCE_BYTES];
            System.arraycopy(stored, 1, nonce, 0, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce, place)
                    .doFinal(stored, 1 + NONCE_BYTES, stored.length - 1 - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new EncryptionKeyUnusable(
                    "The encryption key does not open what is in the database (" + place + ")", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] secretIn(@Nullable Path file) {
        if (file == null || file.toString().isBlank()) {
            throw new EncryptionKeyUnusable(
                    "No encryption key is configured, and without one the private signing keys"
                            + " would lie open in the database",
                    null);
        }
        try {
            var secret = Files.readString(file).strip();
            if (secret.length() < SHORTEST_SECRET) {
                throw new EncryptionKeyUnusable(
                        "The encryption key in "
                                + file
                                + " has fewer than "
                                + SHORTEST_SECRET
                                + " characters",
                        null);
            }
            return secret.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EncryptionKeyUnusable("The encryption key cannot be read from " + file, e);
        }
    }
}
