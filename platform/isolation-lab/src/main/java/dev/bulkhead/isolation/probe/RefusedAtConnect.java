package dev.bulkhead.isolation.probe;

import java.sql.SQLException;

/** The server did not let somebody in. */
public final class RefusedAtConnect extends SQLException {

    private static final long serialVersionUID = 1;

    public RefusedAtConnect(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
    }
}
