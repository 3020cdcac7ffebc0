package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Begins as many logins as the server has places and finishes none; holds them for as long as the
 * victim needs to try one. A connection limit counts only who has logged in.
 */
final class HalfOpenLogins implements ResourceProbe {

    /** As in every server: backends on their way out still hold theirs. */
    private static final int MORE = 20;

    private final boolean knownRole;

    private HalfOpenLogins(boolean knownRole) {
        this.knownRole = knownRole;
    }

    static HalfOpenLogins ofOwnRole() {
        return new HalfOpenLogins(true);
    }

    static HalfOpenLogins ofUnknownRole() {
        return new HalfOpenLogins(false);
    }

    @Override
    public String id() {
        return knownRole ? "K2" : "K2b";
    }

    @Override
    public String title() {
        return knownRole
                ? "begin logins and finish none"
                : "begin logins of a role that does not exist";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var role = knownRole ? contest.role() : "bulkhead_nobody";
        var held = 0;
        for (int i = 0; i < contest.places() + MORE; i++) {
            if (contest.halfOpen(role).asked()) {
                held++;
            }
        }
        return contest.victimWorks().after("%d logins held open".formatted(held));
    }
}
