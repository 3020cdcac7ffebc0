package dev.bulkhead.game;

import dev.bulkhead.testing.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void keepsTheHouseRules() {
        HouseRules.check(GameServiceApplication.class);
    }
}
