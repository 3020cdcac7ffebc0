package dev.bulkhead.auth.user;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.password.Passwords;
import dev.bulkhead.auth.password.TooBusy;
import dev.bulkhead.auth.throttle.Throttle;
import dev.bulkhead.auth.throttle.TooManyAttempts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Decides whether somebody is who they say. Takes the same steps, and so the same time, whether the
 * account exists or not. Holds no transaction while it hashes: that is slow on purpose, and there
 * are fewer connections than people.
 */
@Service
public class CheckingPasswords {

    private final Users users;
    private final Passwords passwords;
    private final Throttle throttle;
    private final AuditLog audit;

    CheckingPasswords(Users users, Passwords passwords, Throttle throttle, AuditLog audit) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
    }

    /**
     * Checks a password against the account with this username or e-mail address.
     *
     * @throws TooManyAttempts if this account or address has failed too often lately
     * @throws TooBusy if too many others are waiting; that counts as no attempt
     */
    public PasswordCheck check(String login, String password, Origin origin) {
        return check(users.findByLogin(login), nobody(login), password, origin);
    }

    /** Checks a known person's password anew. */
    PasswordCheck check(Users.Known known, String password, Origin origin) {
        return check(Optional.of(known), "", password, origin);
    }

    private PasswordCheck check(
            Optional<Users.Known> known, String nobody, String password, Origin origin) {
        var id = known.map(it -> it.account().id());
        var attempt = throttle.begin(id.map(Object::toString).orElse(nobody), origin.address());
        var hash = known.map(Users.Known::passwordHash).orElse(null);
        if (!matches(password, hash, attempt) || known.isEmpty()) {
            throttle.failed(attempt);
            var failed = AuditEntry.of("login.failed").from(origin);
            audit.add(id.isPresent() ? failed.on("user", id.get()) : failed);
            return new PasswordCheck.Wrong();
        }
        var account = known.get().account();
        if (!account.active()) {
            throttle.failed(attempt);
            audit.add(
                    AuditEntry.of("login.failed")
                            .on("user", account.id())
                            .from(origin)
                            .with("reason", "deactivated"));
            return new PasswordCheck.Deactivated(account.id());
        }
        throttle.succeeded(attempt);
        return new PasswordCheck.Right(account, new Proof(account.id(), hash));
    }

    /** What was found out counts, also if keeping it fails afterwards. */
    private boolean matches(String password, @Nullable String hash, Throttle.Attempt attempt) {
        try {
            return passwords.matches(password, hash);
        } catch (RuntimeException | Error failure) {
            try {
                throttle.undecided(attempt);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    /** Not the name itself: people type passwords into the wrong field. */
    private static String nobody(String login) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    login.toLowerCase(Locale.ROOT)
                                            .getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
