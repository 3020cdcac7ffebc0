package dev.bulkhead.shared.db;

import java.util.Optional;
import org.postgresql.util.PSQLException;

/**
 * The constraint that PostgreSQL named when it refused a write, so that a unique key becomes a 409
 * without parsing messages.
 *
 * @param name the constraint's name as in the migration, for example <code>users_email_key</code>
 * @param sqlState a code of class 23, for example 23505 for a unique violation; see the manual's
 *     appendix A
 */
public record ViolatedConstraint(String name, String sqlState) {

    /** The constraint behind this failure, if one is. */
    public static Optional<ViolatedConstraint> in(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause() == at ? null : at.getCause()) {
            if (at instanceof PSQLException refused
                    && refused.getServerErrorMessage() != null
                    && refused.getServerErrorMessage().getConstraint() != null) {
                return Optional.of(
                        new ViolatedConstraint(
                                refused.getServerErrorMessage().getConstraint(),
                                refused.getSQLState()));
            }
        }
        return Optional.empty();
    }

    /** Whether a row with the same key was there already (SQLSTATE 23505). */
    public boolean isDuplicate() {
        return "23505".equals(sqlState);
    }
}
