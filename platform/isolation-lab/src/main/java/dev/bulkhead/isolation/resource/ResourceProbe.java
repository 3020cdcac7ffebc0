package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * One way to take what both services share.
 *
 * <p>An attempt opens everything through its {@link Contest}, which ends it all, however the
 * attempt itself ends. What an attempt leaves in a database it removes itself.
 */
interface ResourceProbe {

    String id();

    /** What is tried, in a few words. */
    String title();

    /** Takes it, and tells what the victim got. */
    Effect attempt(Contest contest) throws SQLException;

    /** The same place used rightfully, before and after: without it an attempt proves nothing. */
    default Effect control(Contest contest) throws SQLException {
        return contest.victimWorks();
    }
}
