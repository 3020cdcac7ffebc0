package dev.bulkhead.auth.password;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id (RFC 9106), a limited number at a time and on threads of the
 * operating system's: a hash computes for tens of milliseconds without ever waiting, and on a
 * virtual thread it would keep one of the few carriers from all other requests that long.
 */
@Component
public class Passwords implements AutoCloseable {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;

    private final PasswordEncoder argon2id;
    private final HashingPolicy policy;
    private final Semaphore turns;
    private final ExecutorService threads;

    /** Compared with when there is nothing to compare with, so that it takes just as long. */
    private final String nobodys;

    Passwords(HashingPolicy policy) {
        this.policy = policy;
        this.argon2id =
                new Argon2PasswordEncoder(
                        SALT_BYTES, HASH_BYTES, LANES, policy.memory(), policy.iterations());
        this.turns = new Semaphore(policy.atOnce(), true);
        this.threads =
                Executors.newFixedThreadPool(
                        policy.atOnce(), Thread.ofPlatform().daemon().name("argon2-", 1).factory());
        this.nobodys = nobodys(policy);
    }

    /**
     * Of no password, so that none need be hashed for it: a random salt and a random hash, in the
     * string format of the PHC (https://github.com/P-H-C/phc-string-format).
     */
    static String nobodys(HashingPolicy policy) {
        var random = new SecureRandom();
        var salt = new byte[SALT_BYTES];
        var hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        policy.memory(),
                        policy.iterations(),
                        LANES,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /**
     * The password as it is stored: algorithm, parameters, salt and hash in one text.
     *
     * @throws TooBusy if too many others are waiting
     */
    public String hash(String password) {
        return inTurn(() -> String.valueOf(argon2id.encode(normalized(password))));
    }

    /**
     * Whether this is the password. Takes equally long when there is no hash to compare with.
     *
     * @throws TooBusy if too many others are waiting
     */
    public boolean matches(String password, @Nullable String hash) {
        var same =
                inTurn(() -> argon2id.matches(normalized(password), hash == null ? nobodys : hash));
        return same && hash != null;
    }

    /**
     * The same text however the keyboard composed it (NIST SP 800-63B section 3.1.1.2): é typed as
     * one character and as two is one password.
     */
    static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Nobody waits for it any more when the service stops. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    <T> T inTurn(Callable<T> work) {
        try {
            if (!turns.tryAcquire(policy.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TooBusy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooBusy();
        }
        try {
            return threads.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooBusy();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A password could not be hashed", e.getCause());
        } finally {
            turns.release();
        }
    }
}
