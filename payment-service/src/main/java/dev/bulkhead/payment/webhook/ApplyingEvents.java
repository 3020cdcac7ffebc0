package dev.bulkhead.payment.webhook;

import dev.bulkhead.payment.charge.NewsContradicts;
import dev.bulkhead.payment.charge.NewsTooEarly;
import dev.bulkhead.payment.charge.TakingInNews;
import dev.bulkhead.payment.provider.ProviderEvent;
import dev.bulkhead.payment.provider.ProviderEvents;
import dev.bulkhead.payment.provider.ProviderEvents.Unreadable;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies stored events, each once: what an event changes and that it was applied are written in
 * one transaction that holds the event's row.
 */
@Service
class ApplyingEvents {

    private static final Logger log = LoggerFactory.getLogger(ApplyingEvents.class);

    private final WebhookEvents events;
    private final ProviderEvents provider;
    private final TakingInNews news;
    private final WebhookPolicy policy;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    ApplyingEvents(
            WebhookEvents events,
            ProviderEvents provider,
            TakingInNews news,
            WebhookPolicy policy,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.events = events;
        this.provider = provider;
        this.news = news;
        this.policy = policy;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Applies it, or notes why it could not be applied yet. */
    void apply(String id) {
        try {
            transaction.executeWithoutResult(status ->
                    events.lockUnprocessed(id)
                            .ifPresent(payload -> {
                                news.takeIn(read(payload));
                                events.processed(id, clock.instant());
                            }));
        } catch (NewsTooEarly | NewsContradicts | Unapplicable e) {
            log.warn("Event {} waits: {}", id, e.getMessage());
            putOff(id, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("Event {} could not be applied", id, e);
            putOff(id, "It could not be applied: " + e.getClass().getSimpleName());
        }
    }

    void putOff(String id, String why) {
        var attempts = events.failed(id, why);
        attempts.ifPresent(count -> {
            if (count >= policy.maxAttempts()) {
                log.error("Event {} is given up after {} attempts: {}", id, count, why);
                events.tryAgainAt(id, null);
            } else {
                events.tryAgainAt(id, clock.instant().plus(policy.pauseAfter(count)));
            }
        });
    }

    private ProviderEvent read(String payload) {
        try {
            return provider.read(payload);
        } catch (Unreadable e) {
            throw new Unapplicable(e);
        }
    }

    private static class Unapplicable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unapplicable(Unreadable cause) {
            super("It cannot be read: " + cause.getMessage(), cause);
        }
    }
}
