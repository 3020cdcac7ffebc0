package dev.bulkhead.payment.provider;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.provider.Intent.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stripe, through its official library. */
class StripeProvider implements PaymentProvider {

    /** Where intents and refunds carry our own ids. */
    static final String PAYMENT_ID = "payment_id";

    static final String ORDER_ID = "order_id";
    static final String REFUND_ID = "refund_id";

    private static final Logger log = LoggerFactory.getLogger(StripeProvider.class);

    private final StripeClient stripe;

    StripeProvider(StripeClient stripe) {
        this.stripe = stripe;
    }

    @Override
    public boolean canCharge(Money amount) {
        return StripeAmounts.canCharge(amount);
    }

    @Override
    public String createCustomer(UUID user, @Nullable String email, String name)
            throws ProviderUnavailable, ProviderRefused {
        var params =
                CustomerCreateParams.builder()
                        .setName(name)
                        .putMetadata("user_id", user.toString());
        if (email != null) {
            params.setEmail(email);
        }
        // A key stands for its parameters: a changed name is another request.
        var told = UUID.nameUUIDFromBytes((email + "\n" + name).getBytes(StandardCharsets.UTF_8));
        return ask(() ->
                stripe.v1()
                        .customers()
                        .create(params.build(), once("customer-" + user + "-" + told))
                        .getId());
    }

    @Override
    public Intent createIntent(UUID payment, UUID order, Money amount, String customer)
            throws ProviderUnavailable, ProviderRefused {
        var params =
                PaymentIntentCreateParams.builder()
                        .setAmount(StripeAmounts.toMinor(amount))
                        .setCurrency(amount.currency().getCurrencyCode().toLowerCase(Locale.ROOT))
                        .setCustomer(customer)
                        .putMetadata(PAYMENT_ID, payment.toString())
                        .putMetadata(ORDER_ID, order.toString())
                        // Only methods that are decided at once: nobody is sent elsewhere.
                        .setAutomaticPaymentMethods(
                                AutomaticPaymentMethods.builder()
                                        .setEnabled(true)
                                        .setAllowRedirects(AllowRedirects.NEVER)
                                        .build())
                        .build();
        return ask(() ->
                intent(stripe.v1().paymentIntents().create(params, once("payment-" + payment))));
    }

    @Override
    public Intent confirm(String intent, String paymentMethod, UUID attempt)
            throws ProviderUnavailable, ProviderRefused {
        var params =
                PaymentIntentConfirmParams.builder()
                        .setPaymentMethod(paymentMethod)
                        .setErrorOnRequiresAction(true)
                        .build();
        return ask(() -> {
            try {
                return intent(
                        stripe.v1()
                                .paymentIntents()
                                .confirm(intent, params, once("attempt-" + attempt)));
            } catch (CardException e) {
                return declined(intent, e);
            } catch (StripeException e) {
                if ("payment_intent_unexpected_state".equals(e.getCode())) {
                    return intent(stripe.v1().paymentIntents().retrieve(intent));
                }
                throw e;
            }
        });
    }

    /** The intent as a declined card left it. */
    private Intent declined(String id, CardException e) throws StripeException {
        var error = e.getStripeError();
        var left = error == null ? null : error.getPaymentIntent();
        var intent = intent(left == null ? stripe.v1().paymentIntents().retrieve(id) : left);
        return new Intent(
                intent.id(),
                intent.payment(),
                intent.state(),
                intent.amount(),
                e.getCharge() == null ? intent.failedCharge() : e.getCharge(),
                codeOf(e));
    }

    @Override
    public Optional<Intent> find(String intent) throws ProviderUnavailable, ProviderRefused {
        try {
            return Optional.of(ask(() -> intent(stripe.v1().paymentIntents().retrieve(intent))));
        } catch (ProviderRefused e) {
            if (e.code().equals("resource_missing")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Intent cancel(String intent) throws ProviderUnavailable, ProviderRefused {
        return ask(() -> {
            try {
                return intent(
                        stripe.v1().paymentIntents().cancel(intent, once("cancel-" + intent)));
            } catch (StripeException e) {
                if ("payment_intent_unexpected_state".equals(e.getCode())) {
                    return intent(stripe.v1().paymentIntents().retrieve(intent));
                }
                throw e;
            }
        });
    }

    @Override
    public ProviderRefund refund(UUID refund, String intent, Money amount, RefundReason reason)
            throws ProviderUnavailable, ProviderRefused {
        var params =
                RefundCreateParams.builder()
                        .setPaymentIntent(intent)
                        .setAmount(StripeAmounts.toMinor(amount))
                        .putMetadata(REFUND_ID, refund.toString());
        switch (reason) {
            case DUPLICATE -> params.setReason(RefundCreateParams.Reason.DUPLICATE);
            case FRAUDULENT -> params.setReason(RefundCreateParams.Reason.FRAUDULENT);
            case REQUESTED_BY_CUSTOMER ->
                    params.setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER);
            case OTHER -> {} // Stripe has no word for it
        }
        return ask(() ->
                refund(stripe.v1().refunds().create(params.build(), once("refund-" + refund))));
    }

    @Override
    public List<ProviderRefund> refundsOf(String intent)
            throws ProviderUnavailable, ProviderRefused {
        var params = RefundListParams.builder().setPaymentIntent(intent).setLimit(100L).build();
        return ask(() -> {
            var refunds = new ArrayList<ProviderRefund>();
            for (var refund : stripe.v1().refunds().list(params).autoPagingIterable()) {
                refunds.add(refund(refund));
            }
            return refunds;
        });
    }

    static Intent intent(PaymentIntent it) {
        var state =
                switch (it.getStatus()) {
                    case "succeeded" -> State.SUCCEEDED;
                    case "canceled" -> State.CANCELLED;
                    case "processing", "requires_capture" -> State.PROCESSING;
                    default -> State.OPEN; // requires_payment_method, _confirmation, _action
                };
        var error = it.getLastPaymentError();
        long minor =
                state == State.SUCCEEDED && it.getAmountReceived() != null
                        ? it.getAmountReceived()
                        : it.getAmount();
        return new Intent(
                it.getId(),
                uuid(it.getMetadata(), PAYMENT_ID),
                state,
                StripeAmounts.ofMinor(minor, it.getCurrency()),
                error == null ? null : error.getCharge(),
                error == null
                        ? null
                        : Objects.requireNonNullElse(
                                error.getDeclineCode(),
                                Objects.requireNonNullElse(error.getCode(), "declined")));
    }

    static ProviderRefund refund(Refund it) {
        var state =
                switch (it.getStatus()) {
                    case "succeeded" -> ProviderRefund.State.SUCCEEDED;
                    case "failed", "canceled" -> ProviderRefund.State.FAILED;
                    default -> ProviderRefund.State.PENDING; // pending, requires_action
                };
        return new ProviderRefund(
                it.getId(),
                it.getPaymentIntent(),
                uuid(it.getMetadata(), REFUND_ID),
                state,
                StripeAmounts.ofMinor(it.getAmount(), it.getCurrency()),
                it.getReason() == null ? RefundReason.OTHER : RefundReason.of(it.getReason()),
                it.getFailureReason());
    }

    static @Nullable UUID uuid(@Nullable Map<String, String> metadata, String name) {
        var text = metadata == null ? null : metadata.get(name);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null; // somebody else's metadata
        }
    }

    private static RequestOptions once(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private static String codeOf(StripeException e) {
        var error = e.getStripeError();
        return error != null && error.getDeclineCode() != null
                ? error.getDeclineCode()
                : Objects.requireNonNullElse(e.getCode(), "declined");
    }

    private interface Call<T> {
        T make() throws StripeException;
    }

    private static <T> T ask(Call<T> call) throws ProviderUnavailable, ProviderRefused {
        try {
            return call.make();
        } catch (ApiConnectionException | ApiException e) {
            log.warn("Stripe did not answer: {}", e.getMessage());
            throw new ProviderUnavailable(e);
        } catch (RateLimitException e) {
            log.warn("Stripe asks to slow down");
            throw new ProviderUnavailable(e);
        } catch (AuthenticationException e) {
            log.error("Stripe does not accept our key: {}", e.getMessage());
            throw new ProviderUnavailable(e);
        } catch (StripeException e) {
            log.warn("Stripe refused: {} (request {})", e.getCode(), e.getRequestId());
            throw new ProviderRefused(codeOf(e), e);
        }
    }
}
