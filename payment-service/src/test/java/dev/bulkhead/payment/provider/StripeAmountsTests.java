package dev.bulkhead.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.payment.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeAmountsTests {

    @ParameterizedTest
    @CsvSource({
        "12.50, EUR, 1250",
        "0.01, USD, 1",
        "1600, JPY, 1600", // no decimals
        "500, XAF, 500",
        "3.250, KWD, 3250", // three decimals
        "5, ISK, 500", // none by ISO 4217, yet hundredths at Stripe
        "5, UGX, 500",
        "7.00, MGA, 7" // two by ISO 4217, yet whole at Stripe
    })
    void countsMinorUnitsAsStripeDoes(String amount, String currency, long minor) {
        assertThat(StripeAmounts.toMinor(money(amount, currency))).isEqualTo(minor);
        assertThat(StripeAmounts.ofMinor(minor, currency.toLowerCase()))
                .isEqualTo(money(amount, currency));
    }

    @ParameterizedTest
    @CsvSource({"3.255, KWD", "7.50, MGA", "1000000.00, EUR", "100000000, JPY", "0, EUR"})
    void knowsWhatCannotBeCharged(String amount, String currency) {
        assertThat(StripeAmounts.canCharge(money(amount, currency))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"3.250, KWD", "7.00, MGA", "999999.99, EUR", "99999999, JPY", "0.01, EUR"})
    void knowsWhatCanBeCharged(String amount, String currency) {
        assertThat(StripeAmounts.canCharge(money(amount, currency))).isTrue();
    }

    @Test
    void roundsNothing() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> StripeAmounts.toMinor(money("7.50", "MGA")));
    }

    private static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }
}
