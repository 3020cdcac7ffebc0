package dev.bulkhead.isolation;

/**
 * What one probe found between two services.
 *
 * @param actual what the attacker got
 * @param control what the rightful doer got
 */
public record Finding(
        Probe probe,
        String attacker,
        String victim,
        Verdict expected,
        Verdict actual,
        Verdict control) {

    /** Whether the wall is where it should be, and there is something behind it. */
    public boolean asExpected() {
        return actual.equals(expected) && control instanceof Verdict.Worked;
    }

    @Override
    public String toString() {
        return "%s %s: %s against %s got %s, expected %s; control got %s"
                .formatted(probe.id(), probe.title(), attacker, victim, actual, expected, control);
    }
}
