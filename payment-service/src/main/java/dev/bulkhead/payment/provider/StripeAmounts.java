package dev.bulkhead.payment.provider;

import dev.bulkhead.payment.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/**
 * Amounts as Stripe counts them, in whole minor units (https://docs.stripe.com/currencies).
 *
 * <p>Mostly the currency's own decimals; the exceptions are historical. Króna and Ugandan shilling
 * have none any more but are still counted in hundredths; the ariary has two by ISO 4217 but is
 * counted whole; currencies of three decimals are charged in steps of ten.
 */
class StripeAmounts {

    /** Stripe takes at most eight digits. */
    private static final long MOST = 99_999_999;

    private static final Set<String> WHOLE =
            Set.of(
                    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND",
                    "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> THOUSANDTHS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    static boolean canCharge(Money money) {
        try {
            long minor = toMinor(money);
            return minor > 0
                    && minor <= MOST
                    && (decimals(money.currency()) != 3 || minor % 10 == 0);
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /**
     * The amount in minor units.
     *
     * @throws ArithmeticException if there is no such number of them
     */
    static long toMinor(Money money) {
        return money.amount().movePointRight(decimals(money.currency())).longValueExact();
    }

    /**
     * The money that many minor units are.
     *
     * @throws IllegalArgumentException if the currency is unknown
     */
    static Money ofMinor(long minor, String currency) {
        var it = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
        return new Money(BigDecimal.valueOf(minor, decimals(it)), it);
    }

    private static int decimals(Currency currency) {
        var code = currency.getCurrencyCode();
        return WHOLE.contains(code) ? 0 : THOUSANDTHS.contains(code) ? 3 : 2;
    }

    private StripeAmounts() {}
}
