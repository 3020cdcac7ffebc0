package dev.bulkhead.isolation.probe;

import java.util.Locale;

/** As which of its two roles a service attacks. */
public enum Actor {
    /** The role that the service runs as: what a hole in the service hands over. */
    USER,
    /** The role that migrates: what a stolen migration password hands over. */
    OWNER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
