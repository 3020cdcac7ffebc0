package dev.bulkhead.payment;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void featuresTouchOnlyPublicTypesOfOthers() {
        ApplicationModules.of(PaymentServiceApplication.class).verify();
    }
}
