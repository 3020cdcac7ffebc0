package dev.bulkhead.payment.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in the scale its currency has by ISO 4217: 12.50 EUR, 1250 JPY, 12.500 KWD.
 *
 * @param amount never negative, with exactly as many decimals as the currency has
 */
public record Money(BigDecimal amount, Currency currency) {

    /**
     * Takes trailing zeros in and out; loses nothing.
     *
     * @throws IllegalArgumentException if the amount is negative or has more decimals than its
     *     currency, or the currency is none that can be paid in
     */
    public Money {
        int scale = currency.getDefaultFractionDigits();
        if (scale < 0) {
            throw new IllegalArgumentException(currency + " is no money");
        }
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("An amount cannot be negative");
        }
        try {
            amount = amount.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "An amount in " + currency + " has " + scale + " decimals at most", e);
        }
    }

    /** Nothing of this currency. */
    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** The sum; the currencies are the same. */
    public Money plus(Money other) {
        return new Money(amount.add(inSameCurrency(other)), currency);
    }

    /** The difference; the currencies are the same and the other is not more. */
    public Money minus(Money other) {
        return new Money(amount.subtract(inSameCurrency(other)), currency);
    }

    /** The amount this many times. */
    public Money times(int quantity) {
        return new Money(amount.multiply(BigDecimal.valueOf(quantity)), currency);
    }

    /** Whether this is more; the currencies are the same. */
    public boolean exceeds(Money other) {
        return amount.compareTo(inSameCurrency(other)) > 0;
    }

    /** Whether there is any. */
    public boolean isPositive() {
        return amount.signum() > 0;
    }

    /** The amount for JSON, where a number would be read as a binary fraction. */
    public String text() {
        return amount.toPlainString();
    }

    @Override
    public String toString() {
        return text() + " " + currency;
    }

    private BigDecimal inSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(this + " and " + other + " are no sum");
        }
        return other.amount;
    }
}
