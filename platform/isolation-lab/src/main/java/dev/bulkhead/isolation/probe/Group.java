package dev.bulkhead.isolation.probe;

import java.util.Arrays;

/** What a probe is aimed at; the letter begins its id. */
public enum Group {
    CONNECT("A", "Getting in"),
    OBJECTS("B", "The victim's objects"),
    LINKS("C", "Links to other databases"),
    OWN_DATABASE("D", "Making objects"),
    ROLES("E", "Roles and databases"),
    VISIBILITY("F", "What can be seen"),
    SETTINGS("G", "Settings"),
    FILES("H", "Files and large objects"),
    SERVER_FUNCTIONS("I", "Signals, locks and the server itself"),
    PLANTED_CODE("J", "Code planted for others to run"),
    RESOURCES("K", "Resources"),
    ROWS("L", "History, rows and published views");

    private final String letter;
    private final String title;

    Group(String letter, String title) {
        this.letter = letter;
        this.title = title;
    }

    public String letter() {
        return letter;
    }

    public String title() {
        return title;
    }

    static Group of(String id) {
        return Arrays.stream(values())
                .filter(it -> id.startsWith(it.letter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No group for " + id));
    }
}
