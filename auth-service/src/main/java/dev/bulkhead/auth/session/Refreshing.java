package dev.bulkhead.auth.session;

import static dev.bulkhead.auth.session.SignInOutcome.Reason.INVALID_REFRESH_TOKEN;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.session.SignInOutcome.Refused;
import dev.bulkhead.auth.session.SignInOutcome.SignedIn;
import dev.bulkhead.auth.user.Accounts;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Exchanges a refresh token for the next one (RFC 9700 section 4.14.2). A token that comes twice is
 * in two hands, one of them a thief's, and nobody can tell which: the session ends for both.
 *
 * <p>The session is locked before the token is looked at. Two requests with the same token
 * therefore come one after the other, and the second finds the token spent.
 */
@Service
class Refreshing {

    private final Sessions sessions;
    private final SessionPolicy policy;
    private final Accounts accounts;
    private final AuditLog audit;
    private final InstantSource clock;

    Refreshing(
            Sessions sessions,
            SessionPolicy policy,
            Accounts accounts,
            AuditLog audit,
            InstantSource clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    SignInOutcome refresh(RefreshToken token, Origin origin) {
        var holder = sessions.holderOf(token);
        if (holder.isEmpty()) {
            return new Refused(INVALID_REFRESH_TOKEN);
        }
        var session = holder.get().session();
        var account = accounts.hold(holder.get().userId()); // first: whoever deactivates does, too
        var began = sessions.hold(session);
        var issued = began.flatMap(it -> sessions.find(token)); // after the lock: as it is now
        if (issued.isEmpty()) {
            return new Refused(INVALID_REFRESH_TOKEN);
        }
        if (issued.get().spent()) {
            return endReplayed(session, holder.get().userId(), origin);
        }
        var now = clock.instant();
        var expiry = policy.expiry(began.orElseThrow(), now);
        if (account.isEmpty() || !now.isBefore(issued.get().expiresAt()) || !now.isBefore(expiry)) {
            return new Refused(INVALID_REFRESH_TOKEN);
        }
        var next = RefreshToken.next();
        sessions.spend(issued.get(), now);
        sessions.add(session, account.get().id(), next, origin, expiry, now);
        return new SignedIn(account.get(), session, next);
    }

    private SignInOutcome endReplayed(UUID session, UUID userId, Origin origin) {
        sessions.end(session);
        audit.add(
                AuditEntry.of("session.replayed")
                        .on("session", session)
                        .from(origin)
                        .with("user", userId.toString()));
        return new Refused(INVALID_REFRESH_TOKEN);
    }
}
