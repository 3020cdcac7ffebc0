package dev.bulkhead.toolbox.look;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * To whom something on a server belongs.
 *
 * @param service its name when it is a service's
 */
public record Whose(Kind kind, @Nullable String service) {

    public static final Whose ADMINISTRATOR = new Whose(Kind.ADMINISTRATOR, null);

    /** Of one of several services that share their roles, and no telling of which. */
    public static final Whose SHARED = new Whose(Kind.SHARED, null);

    public static final Whose UNKNOWN = new Whose(Kind.UNKNOWN, null);

    public enum Kind {
        SERVICE,
        SHARED,
        ADMINISTRATOR,
        UNKNOWN;

        @JsonValue
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Whose service(String name) {
        return new Whose(Kind.SERVICE, name);
    }

    /** A service's name, or a word in brackets for what is none's. */
    @Override
    public String toString() {
        return service == null ? "(" + kind.word() + ")" : service;
    }
}
