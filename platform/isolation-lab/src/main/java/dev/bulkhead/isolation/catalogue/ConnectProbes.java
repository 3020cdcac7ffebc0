package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import java.util.List;

/** A: getting in. */
final class ConnectProbes {

    private ConnectProbes() {}

    static List<Probe> all() {
        return List.of(
                Probe.called("A1", "connect to the victim's database")
                        .in(VICTIMS)
                        .sql("select 1")
                        .control(VICTIMS_USER)
                        .on(PREFIX, open())
                        .on(SCHEMA, open())
                        .toReader(Expectation.rightful(), Expectation.refusedAtConnect("28000"))
                        .why("Whoever is not in the database can try nothing in it.")
                        .remedy(
                                "Revoke CONNECT from PUBLIC, and bind each role to its database in"
                                        + " pg_hba.conf.")
                        .build());
    }
}
