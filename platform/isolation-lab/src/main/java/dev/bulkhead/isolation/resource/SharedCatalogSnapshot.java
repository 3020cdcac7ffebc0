package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmed;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.sql.SQLException;

/**
 * Keeps one snapshot open while the victim changes a setting of its own role 50 times: the catalog
 * of these settings belongs to all databases of a server. Takes one session; the setting is reset.
 */
final class SharedCatalogSnapshot implements ResourceProbe {

    private static final int CHANGES = 50;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K3s",
                        "hold a snapshot, so that dead rows of a shared catalog stay",
                        "begin isolation level repeatable read; select 1; then wait")
                .on(PREFIX, harmed("", Verdict.LIMIT))
                .on(SCHEMA, harmed("", Verdict.LIMIT))
                .on(DATABASE, harmed("", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "Roles, databases and their settings are rows of catalogs that all"
                                + " databases of a server share.")
                .remedy(
                        "Change roles and settings rarely; watch for old transactions in"
                                + " pg_stat_activity.")
                .unhardened("Y")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var user = contest.victims().user();
        try (var victim = contest.victim()) {
            try {
                Snapshot.take(contest.attacker());
                for (int i = 1; i <= CHANGES; i++) {
                    Sql.run(
                            victim,
                            "alter role \"%s\" set application_name = 'probe %d'"
                                    .formatted(user, i));
                }
                return Vacuum.of(contest.administrator(), "pg_catalog.pg_db_role_setting")
                        .effect(CHANGES - 1);
            } finally {
                Sql.run(victim, "alter role \"%s\" reset application_name".formatted(user));
            }
        }
    }
}
