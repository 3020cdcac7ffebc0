package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.ProviderEvent;
import dev.bulkhead.payment.provider.ProviderEvent.IntentNews;
import dev.bulkhead.payment.provider.ProviderEvent.OtherNews;
import dev.bulkhead.payment.provider.ProviderEvent.RefundNews;
import dev.bulkhead.payment.provider.ProviderEvent.RefundedNews;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import java.time.InstantSource;
import org.springframework.stereotype.Service;

/** Enters the provider's news into the books, in whatever order it comes. */
@Service
public class TakingInNews {

    private final Ledger ledger;
    private final PaymentProvider provider;
    private final InstantSource clock;

    TakingInNews(Ledger ledger, PaymentProvider provider, InstantSource clock) {
        this.ledger = ledger;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Enters one piece of news; joins the caller's transaction.
     *
     * @throws NewsTooEarly if it is about something not heard of
     * @throws NewsContradicts if it cannot be true
     */
    public void takeIn(ProviderEvent event) {
        switch (event.news()) {
            case IntentNews(var intent) -> ledger.learn(intent, event.occurredAt());
            case RefundNews(var refund) -> ledger.learn(refund, event.occurredAt());
            case RefundedNews(var intent, var refunded) ->
                    ledger.learnRefunded(intent, refunded, event.occurredAt());
            case OtherNews() -> {}
        }
    }

    /**
     * Asks the provider for what an event leaves open; outside any transaction. An event may say
     * that something was refunded while the news of the refund itself was lost.
     */
    public void fillIn(ProviderEvent event) throws ProviderUnavailable, ProviderRefused {
        if (event.news() instanceof RefundedNews(var intent, var _)) {
            for (var refund : provider.refundsOf(intent)) {
                ledger.learn(refund, clock.instant());
            }
        }
    }
}
