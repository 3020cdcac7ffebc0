package dev.bulkhead.provisioning.migration;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL said, without the noise of the driver. */
public final class ServerMessage {

    private ServerMessage() {}

    static String of(ServerErrorMessage message) {
        return Stream.of(message.getMessage(), message.getDetail(), message.getHint())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    /** Of what did not come from the server, the driver's own words. */
    public static String of(SQLException e) {
        return e instanceof PSQLException server
                        && server.getServerErrorMessage() instanceof ServerErrorMessage message
                ? of(message)
                : String.valueOf(e.getMessage());
    }

    /** The same with a full stop at its end, so that more may follow. */
    static String sentence(SQLException e) {
        var message = of(e).strip();
        return message.endsWith(".") ? message : message + ".";
    }
}
