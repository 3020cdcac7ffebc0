package dev.bulkhead.media;

import dev.bulkhead.testing.HouseRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void featuresTouchOnlyPublicTypesOfOthers() {
        ApplicationModules.of(MediaServiceApplication.class).verify();
    }

    @Test
    void keepsTheHouseRules() {
        HouseRules.check(MediaServiceApplication.class);
    }
}
