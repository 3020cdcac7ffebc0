package dev.bulkhead.payment.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class MoneyTests {

    @Test
    void hasTheScaleOfItsCurrency() {
        assertThat(money("12.5", "EUR").text()).isEqualTo("12.50");
        assertThat(money("12.5000", "EUR")).isEqualTo(money("12.50", "EUR"));
        assertThat(money("1250.0000", "JPY").text()).isEqualTo("1250");
        assertThat(money("3.2500", "KWD").text()).isEqualTo("3.250");
    }

    @Test
    void losesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> money("0.001", "EUR"));
        assertThatIllegalArgumentException().isThrownBy(() -> money("0.1", "JPY"));
        assertThatIllegalArgumentException().isThrownBy(() -> money("0.0001", "KWD"));
    }

    @Test
    void isNeitherNegativeNorOfNoCurrency() {
        assertThatIllegalArgumentException().isThrownBy(() -> money("-0.01", "EUR"));
        assertThatIllegalArgumentException().isThrownBy(() -> money("1", "XXX"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> money("1.00", "EUR").minus(money("1.01", "EUR")));
    }

    @Test
    void addsOnlyItsOwnCurrency() {
        assertThat(money("0.10", "EUR").plus(money("0.20", "EUR"))).isEqualTo(money("0.30", "EUR"));
        assertThat(money("0.07", "EUR").times(1000)).isEqualTo(money("70.00", "EUR"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> money("1", "EUR").plus(money("1", "USD")));
    }

    static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }
}
