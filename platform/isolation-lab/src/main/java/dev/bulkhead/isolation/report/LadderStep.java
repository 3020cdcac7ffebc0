package dev.bulkhead.isolation.report;

import dev.bulkhead.provisioning.manifest.Isolation;

/**
 * A rung as a newcomer is told about it.
 *
 * @param where a service's tables live
 * @param buys what one has from climbing up to here
 * @param costs what it takes, and what stays open
 */
record LadderStep(Isolation rung, String where, String buys, String costs) {

    static LadderStep of(Isolation rung) {
        return switch (rung) {
            case PREFIX ->
                    new LadderStep(
                            rung,
                            "one database, one schema, one user for all",
                            "tables that do not clash by name. Nothing else.",
                            "every service reads, changes and empties the tables of all others; a"
                                    + " hole in one is a hole in all.");
            case SCHEMA ->
                    new LadderStep(
                            rung,
                            "one database; a schema, an owner and a user each",
                            "others' rows are refused by grants, and published views can still be"
                                    + " joined.",
                            "names, columns, sizes, locks and notifications are everybody's; one"
                                    + " database to restore.");
            case DATABASE ->
                    new LadderStep(
                            rung,
                            "one server; a database each",
                            "others are stopped at the door, twice: by pg_hba and by CONNECT;"
                                    + " backup and restore by service.",
                            "no joins across; the server's memory, connections and transaction ids"
                                    + " are still everybody's.");
            case SERVER ->
                    new LadderStep(
                            rung,
                            "a PostgreSQL server each",
                            "nothing is shared but the machine: the limits of a shared server end"
                                    + " here.",
                            "a server more to run, patch and back up for each service.");
        };
    }
}
