package dev.bulkhead.testing.ledger;

import dev.bulkhead.testing.ServiceTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Passes whichever of the twins runs first only because each meets a fresh database. */
@ServiceTest("ledger")
class FirstFreshDatabaseTests extends FreshDatabaseContract {

    @Nested
    class Within {

        @Test
        void goesOnWithTheSameRows() {
            client.get().uri("/accounts").exchange().expectBody(Integer.class).isEqualTo(2);
        }
    }
}
