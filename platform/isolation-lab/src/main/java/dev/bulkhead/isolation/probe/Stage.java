package dev.bulkhead.isolation.probe;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Where an attempt takes place: who attacks whom, and connections for everybody involved. */
public interface Stage {

    Actor actor();

    ServiceDatabase attacker();

    /**
     * @throws IllegalStateException if the probe is aimed at nobody
     */
    ServiceDatabase victim();

    /** The name of the role that somebody acts as. */
    String role(Doer doer);

    /** The password of the role that somebody acts as. */
    String password(Doer doer);

    /** Fills in the names that stand in braces, such as {@code {victim.schema}}. */
    String fill(Doer doer, String template);

    /**
     * The same for each object that fits. {@code {victim.table}} stands for every table of the
     * victim where a refusal is expected, and else only for the one that was made to be attacked;
     * {@code {victim.published}}, {@code {append_only}} and their like for all of their kind.
     * {@code {column}} is one of the table's columns.
     */
    List<List<String>> variants(Doer doer, List<String> templates);

    /** Where a place is: the name of the database. */
    String database(Place place);

    /**
     * The connection that this doer has kept there, without autocommit; what is not committed is
     * rolled back after the attempt.
     *
     * @throws RefusedAtConnect if it is not let in
     */
    Connection session(Doer doer, Place place) throws SQLException;

    /**
     * Another connection that this doer has kept there, for what takes two of one role. It is left
     * as {@link #session} is: without autocommit, and rolled back.
     *
     * @throws RefusedAtConnect if it is not let in
     */
    Connection second(Doer doer, Place place) throws SQLException;

    /**
     * A connection of its own, with autocommit; the caller closes it.
     *
     * @throws RefusedAtConnect if it is not let in
     */
    default Connection open(Doer doer, Place place) throws SQLException {
        return open(doer, place, Map.of());
    }

    /**
     * @param properties of the driver, instead of the usual ones
     */
    Connection open(Doer doer, Place place, Map<String, String> properties) throws SQLException;
}
