package dev.bulkhead.payment.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.bulkhead.payment.provider.StripeAccess;
import dev.bulkhead.payment.simulator.StripeSimulator.Failure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator, spoken to by Stripe's own library. */
class StripeSimulatorTests {

    @TempDir Path folder;

    private StripeSimulator simulator;
    private StripeAccess access;
    private StripeClient stripe;

    @BeforeEach
    void start() {
        start("");
    }

    private void start(String folder) {
        simulator =
                new StripeSimulator(
                        new SimulatorSettings(0, URI.create("http://127.0.0.1:1/none"), folder),
                        Clock.systemUTC());
        simulator.deliveries().hold();
        access = simulator.start();
        stripe = client(access.apiKey());
    }

    private StripeClient client(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(access.apiBase().toString())
                .setMaxNetworkRetries(0)
                .build();
    }

    @AfterEach
    void stop() {
        simulator.destroy();
    }

    @Test
    void takesMoneyFromAGoodCard() throws StripeException {
        var customer =
                stripe.v1()
                        .customers()
                        .create(
                                CustomerCreateParams.builder()
                                        .setEmail("anna+1@example.org")
                                        .setName("Anna Müller & Co")
                                        .build());
        assertThat(customer.getName()).isEqualTo("Anna Müller & Co");
        assertThat(customer.getEmail()).isEqualTo("anna+1@example.org");

        var intent = create(1250, "eur", null);
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getMetadata()).containsEntry("payment_id", "p 1");

        var paid = confirm(intent, "pm_card_visa", null);
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getAmountReceived()).isEqualTo(1250);
        assertThat(paid.getLatestCharge()).startsWith("ch_");
        assertThat(simulator.successfulCharges(intent.getId())).isEqualTo(1);
        assertThat(
                        refused(
                                        () -> confirm(intent, "pm_card_visa", null),
                                        InvalidRequestException.class)
                                .getCode())
                .isEqualTo("payment_intent_unexpected_state");
    }

    @Test
    void declinesLikeStripeAndLetsTheIntentBeConfirmedAgain() throws StripeException {
        var intent = create(1250, "eur", null);

        var decline =
                refused(
                        () -> confirm(intent, "pm_card_chargeDeclinedInsufficientFunds", null),
                        CardException.class);

        assertThat(decline.getCode()).isEqualTo("card_declined");
        assertThat(decline.getDeclineCode()).isEqualTo("insufficient_funds");
        assertThat(decline.getStatusCode()).isEqualTo(402);
        assertThat(decline.getStripeError().getPaymentIntent().getStatus())
                .isEqualTo("requires_payment_method");
        assertThat(confirm(intent, "pm_card_mastercard", null).getStatus()).isEqualTo("succeeded");
        assertThat(simulator.successfulCharges(intent.getId())).isEqualTo(1);
    }

    @Test
    void refundsInPartsButNoMoreThanWasTaken() throws StripeException {
        var intent = create(1000, "eur", null);
        confirm(intent, "pm_card_visa", null);

        assertThat(refund(intent, 600).getStatus()).isEqualTo("succeeded");
        refused(() -> refund(intent, 401), InvalidRequestException.class);
        refund(intent, 400);
        assertThat(refused(() -> refund(intent, 1), InvalidRequestException.class).getCode())
                .isEqualTo("charge_already_refunded");
        var refunds =
                stripe.v1()
                        .refunds()
                        .list(RefundListParams.builder().setPaymentIntent(intent.getId()).build());
        assertThat(refunds.getData()).extracting("amount").containsExactly(400L, 600L);
        assertThat(stripe.v1().refunds().retrieve(refunds.getData().getFirst().getId()).getAmount())
                .isEqualTo(400);
    }

    @Test
    void cancels() throws StripeException {
        var intent = create(1000, "eur", null);

        assertThat(stripe.v1().paymentIntents().cancel(intent.getId()).getStatus())
                .isEqualTo("canceled");
        refused(() -> confirm(intent, "pm_card_visa", null), InvalidRequestException.class);
    }

    @Test
    void repeatsItsAnswerToARepeatedKey() throws StripeException {
        var intent = create(1000, "eur", "key-1");
        assertThat(create(1000, "eur", "key-1").getId()).isEqualTo(intent.getId());
        refused(() -> create(1001, "eur", "key-1"), IdempotencyException.class);

        var first =
                refused(
                        () -> confirm(intent, "pm_card_chargeDeclined", "key-2"),
                        CardException.class);
        var second =
                refused(
                        () -> confirm(intent, "pm_card_chargeDeclined", "key-2"),
                        CardException.class);
        assertThat(second.getCharge()).isEqualTo(first.getCharge());
    }

    @Test
    void refusesWhatStripeWouldRefuse() throws StripeException {
        refused(() -> create(0, "eur", null), InvalidRequestException.class);
        refused(() -> create(100_000_000, "eur", null), InvalidRequestException.class);
        refused(() -> create(1001, "kwd", null), InvalidRequestException.class);
        var intent = create(1000, "eur", null);
        assertThat(
                        refused(
                                        () -> confirm(intent, "pm_card_unheardOf", null),
                                        InvalidRequestException.class)
                                .getCode())
                .isEqualTo("resource_missing");
        assertThat(
                        refused(
                                        () -> stripe.v1().paymentIntents().retrieve("pi_none"),
                                        InvalidRequestException.class)
                                .getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void letsNobodyInWithoutItsKey() {
        stripe = client("sk_test_wrong");

        refused(() -> create(1000, "eur", null), AuthenticationException.class);
    }

    @Test
    void failsWhenTold() throws StripeException {
        simulator.fail("/payment_intents", Failure.UNAVAILABLE);
        refused(() -> create(1000, "eur", "key"), ApiException.class);
        simulator.heal();
        create(1000, "eur", "key");
    }

    @Test
    void signsEventsThatStripesLibraryAccepts() throws Exception {
        var intent = create(1000, "eur", null);
        confirm(intent, "pm_card_visa", null);

        var delivery = simulator.deliveries().held().getLast();
        var event =
                Webhook.constructEvent(
                        delivery.payload(),
                        simulator.deliveries().sign(delivery.payload()),
                        access.webhookSecret());

        assertThat(event.getType()).isEqualTo("payment_intent.succeeded");
        assertThat(event.getDataObjectDeserializer().getObject())
                .get()
                .isInstanceOfSatisfying(
                        PaymentIntent.class,
                        it -> assertThat(it.getId()).isEqualTo(intent.getId()));
        assertThat(simulator.deliveries().held())
                .extracting(Deliveries.Delivery::type)
                .containsExactly(
                        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded");
    }

    @Test
    void remembersAfterARestartIfItHasAFile() throws Exception {
        simulator.destroy();
        var deep = folder.resolve("deep/er");
        start(deep.toString());
        var intent = create(1000, "eur", null);
        confirm(intent, "pm_card_visa", null);
        refund(intent, 400);
        simulator.destroy();
        Files.writeString(
                deep.resolve("stripe-simulator.jsonl"), "{\"half\": ", StandardOpenOption.APPEND);

        start(deep.toString());

        assertThat(simulator.successfulCharges(intent.getId())).isEqualTo(1);
        refused(() -> refund(intent, 601), InvalidRequestException.class);
        refund(intent, 600);
        assertThat(simulator.refunded(intent.getId())).isEqualTo(1000);
    }

    private PaymentIntent create(long amount, String currency, @Nullable String key)
            throws StripeException {
        return stripe.v1()
                .paymentIntents()
                .create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(amount)
                                .setCurrency(currency)
                                .putMetadata("payment_id", "p 1")
                                .build(),
                        options(key));
    }

    private PaymentIntent confirm(PaymentIntent intent, String method, @Nullable String key)
            throws StripeException {
        return stripe.v1()
                .paymentIntents()
                .confirm(
                        intent.getId(),
                        PaymentIntentConfirmParams.builder().setPaymentMethod(method).build(),
                        options(key));
    }

    private Refund refund(PaymentIntent intent, long amount) throws StripeException {
        return stripe.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(intent.getId())
                                .setAmount(amount)
                                .build());
    }

    private static RequestOptions options(@Nullable String key) {
        return key == null
                ? RequestOptions.getDefault()
                : RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private interface Call {
        Object make() throws StripeException;
    }

    private static <T extends StripeException> T refused(Call call, Class<T> how) {
        var refusal = catchThrowableOfType(how, call::make);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
