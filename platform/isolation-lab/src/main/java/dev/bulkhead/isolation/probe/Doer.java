package dev.bulkhead.isolation.probe;

/** Whoever executes an attempt: the attacker, or somebody who may do the very same thing. */
public enum Doer {
    ATTACKER("the attacker"),
    OWN_USER("its own user"),
    OWN_OWNER("its own owner"),
    VICTIMS_USER("the victim's user"),
    VICTIMS_OWNER("the victim's owner"),
    ADMINISTRATOR("the administrator");

    private final String words;

    Doer(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
