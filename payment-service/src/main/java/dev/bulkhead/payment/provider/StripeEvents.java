package dev.bulkhead.payment.provider;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.Webhook;
import dev.bulkhead.payment.provider.ProviderEvent.IntentNews;
import dev.bulkhead.payment.provider.ProviderEvent.News;
import dev.bulkhead.payment.provider.ProviderEvent.OtherNews;
import dev.bulkhead.payment.provider.ProviderEvent.RefundNews;
import dev.bulkhead.payment.provider.ProviderEvent.RefundedNews;
import java.time.Duration;
import java.time.Instant;

/** Stripe's webhook deliveries, checked and read by its official library. */
class StripeEvents implements ProviderEvents {

    private final String secret;
    private final Duration tolerance;

    StripeEvents(String secret, Duration tolerance) {
        this.secret = secret;
        this.tolerance = tolerance;
    }

    @Override
    public void verify(String payload, String signature) throws Unverified {
        try {
            Webhook.Signature.verifyHeader(payload, signature, secret, tolerance.toSeconds());
        } catch (SignatureVerificationException | RuntimeException e) {
            // the library parses the header's time stamp without looking
            throw new Unverified(e);
        }
    }

    @Override
    public ProviderEvent read(String payload) throws Unreadable {
        try {
            var event = Webhook.constructEventWithoutVerification(payload);
            if (event == null
                    || event.getId() == null
                    || event.getType() == null
                    || event.getCreated() == null) {
                throw new Unreadable("An event has an id, a type and a time");
            }
            return new ProviderEvent(
                    event.getId(),
                    event.getType(),
                    Instant.ofEpochSecond(event.getCreated()),
                    news(event));
        } catch (StripeException | RuntimeException e) {
            throw new Unreadable(e);
        }
    }

    /**
     * Reads the object whatever the version of the API it was rendered with: the few members used
     * here have been the same in all of them.
     */
    private static News news(Event event) throws StripeException, Unreadable {
        var type = event.getType();
        if (!type.startsWith("payment_intent.")
                && !type.startsWith("refund.")
                && !type.startsWith("charge.refund")) {
            return new OtherNews();
        }
        return switch (event.getDataObjectDeserializer().deserializeUnsafe()) {
            case PaymentIntent intent -> new IntentNews(StripeProvider.intent(intent));
            case Refund refund when refund.getPaymentIntent() != null ->
                    new RefundNews(StripeProvider.refund(refund));
            case Charge charge
                    when charge.getPaymentIntent() != null && charge.getAmountRefunded() != null ->
                    new RefundedNews(
                            charge.getPaymentIntent(),
                            StripeAmounts.ofMinor(
                                    charge.getAmountRefunded(), charge.getCurrency()));
            case null -> throw new Unreadable("The event " + type + " is about nothing");
            default -> new OtherNews();
        };
    }
}
