package dev.bulkhead.isolation.verify;

/**
 * Something on a server that is not as the manifest intends.
 *
 * @param where the service that it belongs to, or the server when it belongs to none
 * @param is what was found
 * @param should what was intended
 * @param remedy what to do about it, in a sentence
 * @param hole whether somebody may do more than intended; what else deviates is broken, not open
 */
public record Deviation(
        String where, String object, String is, String should, String remedy, boolean hole) {

    static final String USUAL_COMMAND = "./bulkhead db create";

    Deviation repairedBy(String command) {
        return new Deviation(
                where, object, is, should, remedy.replace(USUAL_COMMAND, command), hole);
    }

    @Override
    public String toString() {
        return "%s: %s: %s, should be %s".formatted(where, object, is, should);
    }
}
