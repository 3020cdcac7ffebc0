package dev.bulkhead.isolation.probe;

import java.sql.SQLException;

/** Something done to a server, by whomever; it leaves nothing behind. */
@FunctionalInterface
public interface Attempt {

    /**
     * @throws SQLException counts as PostgreSQL's refusal
     */
    Outcome by(Doer doer, Stage stage) throws SQLException;
}
