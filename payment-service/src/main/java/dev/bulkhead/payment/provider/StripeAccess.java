package dev.bulkhead.payment.provider;

import java.net.URI;

/**
 * How to reach Stripe, or what stands in for it.
 *
 * @param apiKey proves who we are
 * @param webhookSecret what deliveries are signed with
 * @param apiBase the address of the API, without a path
 */
public record StripeAccess(String apiKey, String webhookSecret, URI apiBase) {

    @Override
    public String toString() {
        return "StripeAccess[" + apiBase + "]"; // no secret in any log
    }
}
