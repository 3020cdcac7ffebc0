package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A service's tables as a backup has them, beside the live ones until they are complete and
 * compared. What it is stands as a comment in the database itself, so that whoever comes after a
 * crash recognises it.
 */
interface Draft {

    /** Begins the comment of everything that restoring makes. */
    String MARK = "bulkhead: ";

    String DRAFT = MARK + "draft of ";
    String KEPT = MARK + "kept from before a restore of ";

    /** Where it is, as what reads and provisions tables wants to know. */
    ServiceDatabase place();

    /** Removes what a killed restore left. */
    void clear() throws SQLException;

    /** Makes it and fills it. */
    void fill(Archive archive, int jobs, Progress progress) throws SQLException;

    /** Into the database that it is in, as administrator. */
    Connection connect();

    /**
     * Puts it in the place of the live one, at once or not at all.
     *
     * @return how long the service had no tables to work with
     */
    Duration swap(String kept) throws SQLException;
}
