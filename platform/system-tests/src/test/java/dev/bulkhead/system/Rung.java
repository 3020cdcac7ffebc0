package dev.bulkhead.system;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A rung of the ladder: how a person asks for it, and where the tables must then be. */
enum Rung {
    PREFIX,
    SCHEMA,
    SERVER,
    /** The rung of the repository's own manifest. */
    DATABASE;

    /**
     * Where a table is, spelled out here and asked of nobody.
     *
     * @param server the name of the server's process
     */
    record Place(String server, String database, String schema, String prefix, String user) {}

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Two are asked for by a line of the manifest. */
    Optional<String> manifestLine() {
        return this == SCHEMA || this == SERVER
                ? Optional.of("isolation: " + word())
                : Optional.empty();
    }

    /** One is asked for on the command line; the last is what one gets. */
    List<String> options() {
        return this == PREFIX ? List.of("--isolation=prefix") : List.of();
    }

    Place place(String service) {
        return switch (this) {
            case PREFIX ->
                    new Place(
                            "postgres",
                            "bulkhead_prefix_db",
                            "bulkhead",
                            service + "_",
                            "bulkhead_user");
            case SCHEMA -> new Place("postgres", "bulkhead_db", service, "", service + "_user");
            case DATABASE -> new Place("postgres", service + "_db", service, "", service + "_user");
            case SERVER ->
                    new Place(
                            "postgres-" + service, service + "_db", service, "", service + "_user");
        };
    }

    /** The servers that run, and no other. */
    List<String> servers() {
        return Platform.SERVICES.stream()
                .map(it -> place(it).server())
                .distinct()
                .sorted()
                .toList();
    }
}
