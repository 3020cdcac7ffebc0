package dev.bulkhead.payment.webhook;

import dev.bulkhead.payment.charge.TakingInNews;
import dev.bulkhead.payment.provider.ProviderEvents;
import dev.bulkhead.payment.provider.ProviderEvents.Unreadable;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import dev.bulkhead.payment.webhook.WebhookEvents.Due;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Tries events again that could not be applied when they came, or were cut off by a crash. */
@Service
public class RetryingEvents {

    private static final Logger log = LoggerFactory.getLogger(RetryingEvents.class);

    private final WebhookEvents events;
    private final ApplyingEvents applying;
    private final ProviderEvents provider;
    private final TakingInNews news;
    private final WebhookPolicy policy;
    private final InstantSource clock;

    RetryingEvents(
            WebhookEvents events,
            ApplyingEvents applying,
            ProviderEvents provider,
            TakingInNews news,
            WebhookPolicy policy,
            InstantSource clock) {
        this.events = events;
        this.applying = applying;
        this.provider = provider;
        this.news = news;
        this.policy = policy;
        this.clock = clock;
    }

    /** Tries one batch of what is due. */
    public void retryDue() {
        var now = clock.instant();
        var later = now.plus(policy.pauseAfter(3));
        for (var due : events.takeDue(now, later, policy.batch())) {
            fillIn(due);
            applying.apply(due.id());
        }
    }

    private void fillIn(Due due) {
        if (due.error() == null) {
            return;
        }
        try {
            news.fillIn(provider.read(due.payload()));
        } catch (ProviderUnavailable | ProviderRefused | Unreadable | RuntimeException e) {
            log.warn("What event {} leaves open stays open: {}", due.id(), e.getMessage());
        }
    }
}
