package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import java.util.List;

/** G: settings of its own session. */
final class SettingProbes {

    private SettingProbes() {}

    static List<Probe> all() {
        return List.of(
                limit("G1", "lift its limit on statements", "statement_timeout", "0").build(),
                limit("G2", "lift its limit on waiting for locks", "lock_timeout", "0").build(),
                limit(
                                "G3",
                                "lift its limit on idling in a transaction",
                                "idle_in_transaction_session_timeout",
                                "0")
                        .build(),
                refusedSetting("G4", "lift its limit on temporary files", "temp_file_limit", "-1")
                        .why(
                                "The one limit that a session cannot raise: what it spills stays"
                                        + " bounded.")
                        .build(),
                limit("G5", "take 64 GB of memory for a sort", "work_mem", "'64GB'")
                        .why(
                                "PostgreSQL knows no quota on memory; one statement can take what"
                                        + " the machine has.")
                        .remedy(
                                "Limit the memory of the server's process, and give greedy services"
                                        + " a server of their own.")
                        .build(),
                refusedSetting(
                                "G6",
                                "switch triggers and foreign keys off",
                                "session_replication_role",
                                "replica")
                        .build(),
                refusedSetting(
                                "G7",
                                "have its statements left out of the log",
                                "log_statement",
                                "none")
                        .build(),
                limit("G8", "take 64 workers for a query", "max_parallel_workers_per_gather", "64")
                        .why(
                                "Workers come from a pool that the whole server shares,"
                                        + " max_parallel_workers.")
                        .remedy("Keep max_parallel_workers below the number of cores.")
                        .build(),
                own("G9", "not wait for the disk at its commits", "synchronous_commit", "off")
                        .why("It risks its own last commits, and nobody else's.")
                        .build(),
                own(
                                "G10",
                                "call itself by another application's name",
                                "application_name",
                                "'somebody-else'")
                        .why(
                                "The name is a courtesy. Do not tell services apart by it; the role"
                                        + " is what was proved.")
                        .build(),
                Probe.called("G11", "load a library")
                        .sql("load 'plpgsql'")
                        .control(ADMINISTRATOR)
                        .unhardened("42501")
                        .everywhere(refused("42501"))
                        .why("Code in the server's own process.")
                        .remedy(
                                "None needed: only what lies in $libdir/plugins is open to others."
                                        + " Keep that empty.")
                        .build(),
                own("G12", "search other schemas first", "search_path", "pg_catalog")
                        .why("It changes what its own statements find.")
                        .build(),
                own("G13", "ask for errors instead of filtered rows", "row_security", "off")
                        .why(
                                "Policies still hold: where one would filter, the query fails with"
                                        + " 42501 instead.")
                        .build(),
                refusedSetting("G14", "have broken pages read as zeros", "zero_damaged_pages", "on")
                        .build(),
                Probe.called("G15", "lift its limit on transactions")
                        .attempt(
                                setting("transaction_timeout", "0")
                                        .where(
                                                "select current_setting('server_version_num')::int"
                                                        + " >= 170000"))
                        .unhardened("Y")
                        .everywhere(Expectation.limit())
                        .on(SERVER, rightful())
                        .why(
                                "A setting of the session like the other limits; PostgreSQL 17 and"
                                        + " newer.")
                        .remedy(WATCH)
                        .build());
    }

    private static final String WATCH =
            "A limit guards against accidents. Against malice, watch pg_stat_activity and end"
                    + " what runs too long, or give the service a server of its own.";

    private static SqlAttempt setting(String name, String value) {
        return SqlAttempt.of("set local %s = %s".formatted(name, value));
    }

    private static ProbeBuilder limit(String id, String title, String name, String value) {
        return Probe.called(id, title)
                .attempt(setting(name, value))
                .unhardened("Y")
                .everywhere(Expectation.limit())
                .on(SERVER, rightful())
                .why(
                        "Every session may set it, whatever the role was given, and REVOKE SET ON"
                                + " PARAMETER has no effect on it.")
                .remedy(WATCH);
    }

    private static ProbeBuilder own(String id, String title, String name, String value) {
        return Probe.called(id, title)
                .attempt(setting(name, value))
                .unhardened("Y")
                .everywhere(rightful())
                .remedy("None needed.");
    }

    private static ProbeBuilder refusedSetting(String id, String title, String name, String value) {
        return Probe.called(id, title)
                .attempt(setting(name, value))
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("Only superusers may set it, and whom they grant SET on the parameter.")
                .remedy("Grant SET on no parameter.");
    }
}
