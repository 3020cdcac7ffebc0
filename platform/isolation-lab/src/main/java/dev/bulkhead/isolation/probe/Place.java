package dev.bulkhead.isolation.probe;

/** In which database something is tried. */
public enum Place {
    /** The attacker's own, on the attacker's server. */
    OWN("its own database"),
    /** The victim's, on the victim's server. */
    VICTIMS("the victim's database"),
    /** The one that every server has for administrators, on the attacker's server. */
    POSTGRES("database postgres"),
    TEMPLATE1("database template1"),
    TEMPLATE0("database template0");

    private final String words;

    Place(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
