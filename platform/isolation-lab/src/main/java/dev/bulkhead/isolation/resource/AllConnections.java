package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/** Takes connections until refused, at most as many as the server has places; holds them idle. */
final class AllConnections implements ResourceProbe {

    @Override
    public String id() {
        return "K1";
    }

    @Override
    public String title() {
        return "open all connections";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var taken = 0;
        var refusal = "nothing refused it";
        try {
            while (taken < contest.places()) {
                contest.attacker();
                taken++;
            }
        } catch (SQLException e) {
            refusal = e.getSQLState() + " " + e.getMessage();
        }
        return contest.victimWorks().after("%d sessions, then %s".formatted(taken, refusal));
    }
}
