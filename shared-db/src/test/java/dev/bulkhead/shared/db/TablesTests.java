package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTests {

    @Test
    void putsThePrefixBeforeEachTable() {
        var tables = new Tables("payment_");

        assertThat(tables.name("orders")).isEqualTo("payment_orders");
        assertThat(tables.sql("select 1 from ${prefix}orders join ${prefix}order_items"))
                .isEqualTo("select 1 from payment_orders join payment_order_items");
    }

    @Test
    void leavesNamesAloneWithoutPrefix() {
        assertThat(new Tables("").sql("delete from ${prefix}orders"))
                .isEqualTo("delete from orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Payment_", "1_", "a-b", "x;drop table y;--", " "})
    void refusesPrefixesThatAreNoIdentifier(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tables(prefix));
    }
}
