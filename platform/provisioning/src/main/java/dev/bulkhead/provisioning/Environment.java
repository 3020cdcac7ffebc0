package dev.bulkhead.provisioning;

import java.util.List;

/** What a platform is for, which decides what it is seeded with. */
public enum Environment {
    /** Real users: only what the services cannot work without. */
    PROD(List.of("prod")),
    /** Somebody trying it: examples in addition. */
    DEV(List.of("prod", "dev"));

    private final List<String> seeds;

    Environment(List<String> seeds) {
        this.seeds = seeds;
    }

    List<String> seeds() {
        return seeds;
    }
}
