package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.Map;

/**
 * One thing that a service might try, as its runtime user.
 *
 * @param id as in docs/isolation.md; the letter is the group
 * @param title the attempt in a few words
 * @param target in whose database it is tried
 * @param sql tried in a transaction that is rolled back; see {@link Names} for the placeholders
 * @param control who may do the very same thing: a refusal alone proves nothing
 * @param expected what each rung answers; a rung that is not named has not been measured
 */
public record Probe(
        String id,
        String title,
        Target target,
        String sql,
        Control control,
        Map<Isolation, Verdict> expected) {

    /** In whose database. */
    public enum Target {
        OWN,
        VICTIMS
    }

    /** The rightful doer, in the same database. */
    public enum Control {
        VICTIMS_USER,
        OWN_OWNER,
        ADMINISTRATOR
    }

    public Probe {
        expected = Map.copyOf(expected);
    }
}
