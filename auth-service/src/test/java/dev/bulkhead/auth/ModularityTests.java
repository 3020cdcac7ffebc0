package dev.bulkhead.auth;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void featuresTouchOnlyPublicTypesOfOthers() {
        ApplicationModules.of(AuthServiceApplication.class).verify();
    }
}
