package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/** The victim's session that was open before the attack. */
final class Victim {

    private Victim() {}

    static Effect writes(Connection session, Contest contest) {
        try {
            Arena.write(session, contest.victims());
            return Effect.unharmed("wrote and notified");
        } catch (SQLException e) {
            return Effect.harmed(e, false);
        }
    }
}
