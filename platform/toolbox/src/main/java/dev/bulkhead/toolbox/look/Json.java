package dev.bulkhead.toolbox.look;

import tools.jackson.databind.json.JsonMapper;

/**
 * What was seen, for other programs; the names of the fields are part of the contract. Numbers are
 * numbers and their names say of what; moments are ISO 8601 in UTC; what is not known is null.
 */
public final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** One document on one line. */
    public static String of(Object seen) {
        return MAPPER.writeValueAsString(seen);
    }
}
