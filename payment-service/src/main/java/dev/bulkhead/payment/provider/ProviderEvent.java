package dev.bulkhead.payment.provider;

import dev.bulkhead.payment.money.Money;
import java.time.Instant;

/**
 * A piece of news from the provider.
 *
 * @param id the provider's id: the same news has the same one, however often it is delivered
 * @param occurredAt when it happened, which says nothing about the order of deliveries
 */
public record ProviderEvent(String id, String type, Instant occurredAt, News news) {

    /** What it is about. */
    public sealed interface News {}

    /** An intent has reached a state. */
    public record IntentNews(Intent intent) implements News {}

    /** A refund has reached a state. */
    public record RefundNews(ProviderRefund refund) implements News {}

    /** Of what was taken, this much has been given back altogether. */
    public record RefundedNews(String intent, Money refunded) implements News {}

    /** Nothing that concerns us. */
    public record OtherNews() implements News {}
}
