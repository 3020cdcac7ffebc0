package dev.bulkhead.isolation.probe;

/** What an outcome means for the wall. */
public enum Verdict {
    /** The wall held. */
    HELD("the wall held"),
    /** It worked, and is meant to: the attacker's own right. */
    RIGHTFUL("a right of its own"),
    /** It worked, because this rung has no wall there. */
    OPEN("no wall on this rung"),
    /** It worked, because whoever shares a server shares this; a server of its own ends it. */
    LIMIT("a limit of a shared server"),
    /** There is nothing of the kind to try it on, such as a function where no service has one. */
    NOT_APPLICABLE("nothing to try it on"),
    /** Anything but what was measured, or the control failed, so that a refusal proves nothing. */
    DEVIATION("not as measured");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
