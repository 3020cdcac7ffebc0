package dev.bulkhead.provisioning.manifest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rungs of the ladder: how far apart the services' tables live. */
public enum Isolation {
    PREFIX(false),
    SCHEMA(false),
    DATABASE(true),
    SERVER(false);

    private final boolean available;

    Isolation(boolean available) {
        this.available = available;
    }

    boolean available() {
        return available;
    }

    /** The rung as the manifest spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Isolation> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
