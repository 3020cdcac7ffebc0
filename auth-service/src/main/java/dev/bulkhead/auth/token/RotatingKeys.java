package dev.bulkhead.auth.token;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets a new key take over: when the old one has served its time, or when an admin says so. */
@Service
class RotatingKeys implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(RotatingKeys.class);

    private final SigningKeys keys;
    private final KeyRing ring;
    private final TokenPolicy policy;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    RotatingKeys(
            SigningKeys keys,
            KeyRing ring,
            TokenPolicy policy,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.keys = keys;
        this.ring = ring;
        this.policy = policy;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Makes the first key, and finds out now rather than at the first login that one is unusable.
     */
    @Override
    public void run(ApplicationArguments args) {
        log.info("Signing access tokens with key {}", ring.signingNow().kid());
    }

    /** Puts a new key in the place of the one that signs. */
    SigningKey rotate(UUID admin, Origin origin) {
        rotate(AuditEntry.of("signing-key.rotated").by(admin).from(origin));
        return ring.signingNow();
    }

    @Scheduled(initialDelayString = "5m", fixedDelayString = "1h")
    void rotateWhenOld() {
        var now = clock.instant();
        if (!now.isBefore(ring.signingNow().createdAt().plus(policy.signingKeyLifetime()))) {
            rotate(AuditEntry.of("signing-key.rotated").with("reason", "age"));
        }
        keys.removeRetiredBefore(now.minus(policy.publicationAfterRetirement()));
    }

    private void rotate(AuditEntry entry) {
        var old = ring.signingNow().kid();
        var next = SigningKeys.generate();
        var now = clock.instant();
        transaction.executeWithoutResult(status -> {
            // Of two instances that rotate at once, one retires the key and the other finds it
            // done.
            if (keys.retire(old, now) && keys.addUnlessOneSigns(next, now)) {
                audit.add(entry.on("signing-key", old));
                log.info("Signing key {} is retired", old);
            }
        });
    }
}
