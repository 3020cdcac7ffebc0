package dev.bulkhead.auth.user;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.password.PasswordPolicy;
import dev.bulkhead.auth.password.Passwords;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces a password for whoever knows the old one, and ends the person's other sessions. */
@Service
class ChangingPasswords {

    private final Users users;
    private final CheckingPasswords checking;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    ChangingPasswords(
            Users users,
            CheckingPasswords checking,
            Passwords passwords,
            PasswordPolicy policy,
            AuditLog audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.users = users;
        this.checking = checking;
        this.passwords = passwords;
        this.policy = policy;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    PasswordChange change(
            UUID id, @Nullable UUID session, String current, String wanted, Origin origin) {
        var known = users.findWithPassword(id).orElseThrow(UserNotFound::new);
        var account = known.account();
        var objection =
                policy.objectionTo(wanted, account.username(), account.name(), account.email());
        if (objection.isPresent()) {
            return new PasswordChange.Unacceptable(objection.get());
        }
        if (!(checking.check(known, current, origin) instanceof PasswordCheck.Right)) {
            return new PasswordChange.WrongPassword();
        }
        var hash = passwords.hash(wanted);
        var replaced =
                transaction.execute(
                        status -> replace(id, session, known.passwordHash(), hash, origin));
        // Somebody else changed it meanwhile, so what was right is not any more.
        return replaced ? new PasswordChange.Changed() : new PasswordChange.WrongPassword();
    }

    private boolean replace(
            UUID id,
            @Nullable UUID session,
            @Nullable String oldHash,
            String newHash,
            Origin origin) {
        if (!users.replacePassword(id, oldHash, newHash, clock.instant())) {
            return false;
        }
        events.publishEvent(new AccessWithdrawn(id, session));
        audit.add(AuditEntry.of("password.changed").by(id).on("user", id).from(origin));
        return true;
    }
}
