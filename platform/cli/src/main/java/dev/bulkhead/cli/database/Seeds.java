package dev.bulkhead.cli.database;

import java.util.List;

/** Which rows a new installation starts with. */
public enum Seeds {
    /** What every installation needs. */
    prod(List.of("prod")),
    /** The same, and examples to play with. */
    dev(List.of("prod", "dev"));

    private final List<String> folders;

    Seeds(List<String> folders) {
        this.folders = folders;
    }

    List<String> folders() {
        return folders;
    }
}
