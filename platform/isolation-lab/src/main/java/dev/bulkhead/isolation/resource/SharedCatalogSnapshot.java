package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Keeps one snapshot open while the victim changes a setting of its own role 50 times: the catalog
 * of these settings belongs to all databases of a server. Takes one session; the setting is reset.
 */
final class SharedCatalogSnapshot implements ResourceProbe {

    private static final int CHANGES = 50;

    @Override
    public String id() {
        return "K3s";
    }

    @Override
    public String title() {
        return "hold a snapshot, so that dead rows of a shared catalog stay";
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
