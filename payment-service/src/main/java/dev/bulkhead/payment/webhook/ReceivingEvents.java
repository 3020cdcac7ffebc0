package dev.bulkhead.payment.webhook;

import dev.bulkhead.payment.provider.ProviderEvents;
import dev.bulkhead.payment.provider.ProviderEvents.Unreadable;
import dev.bulkhead.payment.provider.ProviderEvents.Unverified;
import dev.bulkhead.payment.webhook.WebhookProblems.SignatureInvalid;
import dev.bulkhead.shared.web.MalformedRequest;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/** Takes deliveries: proves who sent them, stores them, and applies them at once if possible. */
@Service
class ReceivingEvents {

    private final ProviderEvents provider;
    private final WebhookEvents events;
    private final ApplyingEvents applying;
    private final WebhookPolicy policy;
    private final InstantSource clock;

    ReceivingEvents(
            ProviderEvents provider,
            WebhookEvents events,
            ApplyingEvents applying,
            WebhookPolicy policy,
            InstantSource clock) {
        this.provider = provider;
        this.events = events;
        this.applying = applying;
        this.policy = policy;
        this.clock = clock;
    }

    /** Once this returns, the event is stored and the provider need not deliver it again. */
    void receive(String payload, @Nullable String signature) {
        if (signature == null) {
            throw new SignatureInvalid();
        }
        try {
            provider.verify(payload, signature);
            var event = provider.read(payload);
            var now = clock.instant();
            events.store(event, payload, now, now.plus(policy.pauseAfter(0)));
            applying.apply(event.id());
        } catch (Unverified e) {
            throw new SignatureInvalid();
        } catch (Unreadable | DataIntegrityViolationException e) {
            throw new MalformedRequest("The body is no event that could be stored.");
        }
    }
}
