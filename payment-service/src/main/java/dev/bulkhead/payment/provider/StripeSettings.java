package dev.bulkhead.payment.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe is reached. Without a key, a local simulator stands in.
 *
 * @param apiKey the secret key; STRIPE_API_KEY
 * @param apiKeyFile a file that holds it, instead
 * @param webhookSecret what Stripe signs deliveries with; STRIPE_WEBHOOK_SECRET
 * @param webhookSecretFile a file that holds it, instead
 * @param apiBase the address of Stripe's API
 * @param connectTimeout for each try of a call
 * @param readTimeout for each try of a call
 * @param retries how often a call that got no answer is repeated, under the same idempotency key
 * @param webhookTolerance how old a delivery's signature may be
 */
@ConfigurationProperties("bulkhead.payment.stripe")
record StripeSettings(
        @Nullable String apiKey,
        @Nullable Path apiKeyFile,
        @Nullable String webhookSecret,
        @Nullable Path webhookSecretFile,
        @DefaultValue("https://api.stripe.com") URI apiBase,
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("1") int retries,
        @DefaultValue("5m") Duration webhookTolerance) {

    StripeSettings {
        apiKey = secret("api-key", apiKey, apiKeyFile);
        webhookSecret = secret("webhook-secret", webhookSecret, webhookSecretFile);
        if (apiKey != null && webhookSecret == null) {
            throw new IllegalArgumentException(
                    "A Stripe key is set (STRIPE_API_KEY) but no webhook secret: set"
                        + " STRIPE_WEBHOOK_SECRET, or bulkhead.payment.stripe.webhook-secret-file,"
                        + " to the signing secret of the endpoint /api/payment/webhooks/stripe,"
                        + " because news of payments could not be trusted without it");
        }
        if (retries < 0 || !connectTimeout.isPositive() || !readTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.payment.stripe: time-outs must be positive, and retries not"
                            + " negative");
        }
    }

    /** Access to the real Stripe, if a key is set. */
    Optional<StripeAccess> access() {
        return apiKey == null || webhookSecret == null
                ? Optional.empty()
                : Optional.of(new StripeAccess(apiKey, webhookSecret, apiBase));
    }

    private static @Nullable String secret(
            String name, @Nullable String given, @Nullable Path file) {
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        if (file == null || file.toString().isBlank()) {
            return null;
        }
        try {
            var text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        "bulkhead.payment.stripe." + name + "-file is empty: " + file);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "bulkhead.payment.stripe." + name + "-file cannot be read: " + file, e);
        }
    }

    @Override
    public String toString() {
        return "StripeSettings[" + apiBase + "]"; // no secret in any log
    }
}
