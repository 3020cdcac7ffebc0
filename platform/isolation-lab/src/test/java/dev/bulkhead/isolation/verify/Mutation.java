package dev.bulkhead.isolation.verify;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.IsolationLab;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Breaks a platform, has it looked at, and has it repaired. */
final class Mutation {

    /**
     * What came of it.
     *
     * @param verified what the verification found
     * @param probes the probes that no longer answered as measured
     * @param repairs what the provisioner did about it
     * @param remedies what a person had to do after that, as the verification says
     * @param left what deviates in spite of all that
     */
    record Result(
            List<Deviation> verified,
            Set<String> probes,
            List<String> repairs,
            List<String> remedies,
            List<Deviation> left) {}

    private static final int MOST_ROUNDS = 3;

    private final Provisioning provisioning;
    private final Mutant mutant;
    private final ServiceDatabase attacker;
    private final ServiceDatabase victim;

    Mutation(Provisioning provisioning, Mutant mutant) {
        this.provisioning = provisioning;
        this.mutant = mutant;
        this.attacker = provisioning.database(mutant.attacker());
        this.victim = provisioning.database(mutant.victim());
    }

    Result run(List<Probe> probes) throws SQLException, IOException {
        for (var it : mutant.changes()) {
            apply(it);
        }
        var verified = List.<Deviation>of();
        var caught = Set.<String>of();
        var repairs = new ArrayList<String>();
        var remedies = new LinkedHashSet<String>();
        var left = List.<Deviation>of();
        try {
            verified = verify();
            caught = attack(probes);
        } finally {
            for (int round = 1; round <= MOST_ROUNDS; round++) {
                provisioning.apply(step -> repairs.add(step.what()));
                left = verify();
                if (left.isEmpty()) {
                    break;
                }
                for (var it : left) {
                    if (isSql(it.remedy()) && remedies.add(it.remedy())) {
                        remedy(it);
                    }
                }
                for (var it : mutant.undo()) {
                    apply(it);
                }
            }
        }
        return new Result(verified, caught, repairs, List.copyOf(remedies), left);
    }

    private List<Deviation> verify() {
        return Verification.of(provisioning).run().deviations();
    }

    private static boolean isSql(String remedy) {
        return remedy.matches("(alter|drop|revoke|create) .*");
    }

    private Set<String> attack(List<Probe> probes) {
        if (probes.isEmpty()) {
            return Set.of();
        }
        return new IsolationLab(provisioning)
                .with(probes).run(mutant.attacker(), mutant.victim()).deviations().stream()
                        .map(Finding::probe)
                        .map(Probe::id)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private void apply(Mutant.Change change) throws SQLException, IOException {
        switch (change) {
            case Mutant.Change.Sql it -> {
                var on = server(it.where());
                execute(
                        on,
                        database(it.where()),
                        it.statements().stream().map(this::fill).toList());
            }
            case Mutant.Change.Hba it -> {
                var server = provisioning.server(victim);
                var file = Objects.requireNonNull(server.hbaFile());
                var lines = it.lines().stream().map(this::fill).collect(Collectors.joining("\n"));
                Files.writeString(file, lines + "\n" + Files.readString(file));
                reload(server);
            }
        }
    }

    private DatabaseServer server(Mutant.Where where) {
        return switch (where) {
            case SERVER, OWN -> provisioning.server(attacker);
            case VICTIMS_SERVER, VICTIMS -> provisioning.server(victim);
        };
    }

    private String database(Mutant.Where where) {
        return switch (where) {
            case SERVER, VICTIMS_SERVER -> "postgres";
            case OWN -> attacker.database();
            case VICTIMS -> victim.database();
        };
    }

    /** Does what a deviation says, where the service lives or on the server as a whole. */
    private void remedy(Deviation deviation) throws SQLException {
        var place =
                provisioning.databases().stream()
                        .filter(it -> it.service().name().equals(deviation.where()))
                        .findFirst()
                        .orElse(victim);
        execute(
                provisioning.server(place),
                deviation.where().startsWith("server ") ? "postgres" : place.database(),
                List.of(deviation.remedy().split(";\\s*")));
    }

    private static void execute(DatabaseServer server, String database, List<String> statements)
            throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
        if (statements.contains("select pg_reload_conf()")) {
            reload(server);
        }
    }

    /** Returns when new sessions see the new files. */
    private static void reload(DatabaseServer server) throws SQLException {
        var asked = moment(server, "select clock_timestamp()");
        execute(server, "postgres", List.of("select pg_catalog.pg_reload_conf()"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !moment(server, "select pg_conf_load_time()").isBefore(asked));
    }

    private static OffsetDateTime moment(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = server.connect()) {
            return Rows.of(connection, row -> row.getObject(1, OffsetDateTime.class), sql)
                    .getFirst();
        }
    }

    private String fill(String template) {
        var names = new LinkedHashMap<String, String>();
        names(names, "", attacker);
        names(names, "victim.", victim);
        var text = template;
        for (var it : names.entrySet()) {
            text = text.replace("{" + it.getKey() + "}", it.getValue());
        }
        return text;
    }

    private void names(Map<String, String> names, String whose, ServiceDatabase of) {
        names.put(whose + "user", of.user());
        names.put(whose + "owner", of.owner());
        names.put(whose + "schema", of.schema());
        names.put(whose + "database", of.database());
        names.put(whose + "prefix", of.prefix());
        names.put(whose + "api", of.api());
        names.put(whose + "history", of.historyTable());
        names.put(whose + "password", provisioning.secrets().password(of.user()));
    }
}
