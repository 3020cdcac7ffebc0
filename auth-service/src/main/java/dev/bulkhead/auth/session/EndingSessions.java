package dev.bulkhead.auth.session;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.user.AccessWithdrawn;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Ends sessions: because their owner says so, because something was taken away, or by time. */
@Service
class EndingSessions {

    private static final int PORTION = 1_000;

    private final Sessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;

    EndingSessions(Sessions sessions, AuditLog audit, InstantSource clock) {
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether there was such a session of this person. */
    @Transactional
    boolean end(UUID session, UUID userId, Origin origin) {
        sessions.actAs(userId);
        var ended = sessions.end(session, userId);
        if (ended) {
            audit.add(
                    AuditEntry.of("session.ended").by(userId).on("session", session).from(origin));
        }
        return ended;
    }

    /**
     * Ends the session of whoever holds this token; a token nobody knows is no error (RFC 7009).
     */
    @Transactional
    void end(RefreshToken token, Origin origin) {
        sessions.holderOf(token).ifPresent(it -> end(it.session(), it.userId(), origin));
    }

    @Transactional
    void endOthers(UUID userId, @Nullable UUID current, Origin origin) {
        sessions.actAs(userId);
        var ended = sessions.endAll(userId, current);
        if (ended > 0) {
            audit.add(
                    AuditEntry.of("session.others-ended")
                            .by(userId)
                            .on("user", userId)
                            .from(origin)
                            .with("count", Integer.toString(ended)));
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(AccessWithdrawn withdrawn) {
        sessions.actAs(withdrawn.userId());
        sessions.endAll(withdrawn.userId(), withdrawn.except());
    }

    @Scheduled(initialDelayString = "5m", fixedDelayString = "10m")
    void sweep() {
        int removed;
        do {
            removed = sessions.sweep(clock.instant(), PORTION);
        } while (removed == PORTION);
    }
}
