package dev.bulkhead.provisioning.manifest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rungs of the ladder: how far apart the services' tables live. */
public enum Isolation {
    /** One database, one schema, one user; only the tables' names differ. It isolates nothing. */
    PREFIX,
    /** One database; a schema, an owner and a user per service. */
    SCHEMA,
    /** One server; a database per service. */
    DATABASE,
    /** A server per service. */
    SERVER;

    /** The rung as the manifest spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether services on this rung live in the platform's one database. */
    public boolean sharesDatabase() {
        return this == PREFIX || this == SCHEMA;
    }

    public static Optional<Isolation> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }

    /** All of them, as a sentence lists them. */
    public static String words() {
        return Arrays.stream(values()).map(Isolation::word).collect(Collectors.joining(", "));
    }
}
