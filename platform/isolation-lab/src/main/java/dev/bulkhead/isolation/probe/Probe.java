package dev.bulkhead.isolation.probe;

/**
 * One thing that a service might try.
 *
 * @param id the group's letter and a number; it never changes its meaning
 * @param title the attempt in a few words
 * @param tried the statements, names in braces, or the attempt in a sentence
 * @param place where
 * @param aim whether it is tried against each other service or once by itself
 * @param why what it would give an attacker, and why the answer is what it is
 * @param remedy what to do where it works and should not
 * @param unhardened what it answers where nobody hardened anything: one database, and one ordinary
 *     user who owns everything in it; empty if that was not measured
 */
public record Probe(
        String id,
        Group group,
        String title,
        String tried,
        Place place,
        Aim aim,
        Attempt attempt,
        Control control,
        String why,
        String remedy,
        String unhardened,
        Expectations expectations) {

    public static ProbeBuilder called(String id, String title) {
        return new ProbeBuilder(id, title);
    }

    /** Against whom. */
    public enum Aim {
        /** Against each of the others. */
        VICTIM,
        /** Against nobody in particular; once for each attacker. */
        ITSELF
    }

    /**
     * Whether it needs the victim's runtime user, and nothing else of it, on the attacker's server.
     */
    public boolean namesVictimsUser() {
        return attempt instanceof SqlAttempt
                && place != Place.VICTIMS
                && tried.contains("{victim.user")
                && !tried.contains("{victim.database");
    }
}
