package dev.bulkhead.isolation;

import static dev.bulkhead.isolation.Probe.Control.ADMINISTRATOR;
import static dev.bulkhead.isolation.Probe.Control.OWN_OWNER;
import static dev.bulkhead.isolation.Probe.Control.VICTIMS_USER;
import static dev.bulkhead.isolation.Probe.Target.OWN;
import static dev.bulkhead.isolation.Probe.Target.VICTIMS;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.List;
import java.util.Map;

/** The probes. */
public final class Catalogue {

    private static final Verdict BINDING = Verdict.refusedAtConnect("28000");
    private static final Verdict PRIVILEGE = Verdict.refused("42501");

    private Catalogue() {}

    public static List<Probe> probes() {
        return List.of(
                probe(
                        "A1",
                        "connect to the victim's database",
                        VICTIMS,
                        "select 1",
                        VICTIMS_USER,
                        BINDING),
                probe(
                        "B1",
                        "read the victim's tables",
                        VICTIMS,
                        "select count(*) from {victim_schema}.{history}",
                        VICTIMS_USER,
                        BINDING),
                probe("D2", "create a table", OWN, "create table probe ()", OWN_OWNER, PRIVILEGE),
                probe(
                        "D3",
                        "create a temporary table",
                        OWN,
                        "create temp table probe ()",
                        ADMINISTRATOR,
                        PRIVILEGE),
                probe(
                        "E1",
                        "become the victim",
                        OWN,
                        "set local role {victim_user}",
                        ADMINISTRATOR,
                        PRIVILEGE),
                probe(
                        "E2",
                        "become its own owner",
                        OWN,
                        "set local role {owner}",
                        ADMINISTRATOR,
                        PRIVILEGE),
                probe(
                        "G1",
                        "lift its own time limit",
                        OWN,
                        "set local statement_timeout = 0",
                        OWN_OWNER,
                        Verdict.worked()),
                probe(
                        "G4",
                        "lift its own limit on temporary files",
                        OWN,
                        "set local temp_file_limit = -1",
                        ADMINISTRATOR,
                        PRIVILEGE),
                probe(
                        "L1",
                        "delete from the migration history",
                        OWN,
                        "delete from {history}",
                        OWN_OWNER,
                        PRIVILEGE),
                probe(
                        "L2",
                        "empty the migration history",
                        OWN,
                        "truncate {history}",
                        OWN_OWNER,
                        PRIVILEGE));
    }

    private static Probe probe(
            String id,
            String title,
            Probe.Target target,
            String sql,
            Probe.Control control,
            Verdict onDatabaseRung) {
        return new Probe(
                id, title, target, sql, control, Map.of(Isolation.DATABASE, onDatabaseRung));
    }
}
