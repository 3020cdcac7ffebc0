package dev.bulkhead.payment.simulator;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stripe's test cards that this service is tried with (https://docs.stripe.com/testing). */
enum TestCard {
    VISA("pm_card_visa", "visa", "4242", null),
    MASTERCARD("pm_card_mastercard", "mastercard", "4444", null),
    DECLINED("pm_card_chargeDeclined", "visa", "0002", "generic_decline"),
    INSUFFICIENT_FUNDS(
            "pm_card_chargeDeclinedInsufficientFunds", "visa", "9995", "insufficient_funds");

    private final String id;
    private final String brand;
    private final String last4;
    private final @Nullable String declineCode;

    TestCard(String id, String brand, String last4, @Nullable String declineCode) {
        this.id = id;
        this.brand = brand;
        this.last4 = last4;
        this.declineCode = declineCode;
    }

    static @Nullable TestCard of(String id) {
        return Arrays.stream(values()).filter(it -> it.id.equals(id)).findFirst().orElse(null);
    }

    @Nullable String declineCode() {
        return declineCode;
    }

    Map<String, Object> details() {
        return Map.of("brand", brand, "last4", last4);
    }
}
