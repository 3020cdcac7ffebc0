package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Attempt;
import dev.bulkhead.isolation.probe.Doer;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.RefusedAtConnect;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run: the bait laid, the sessions open, the controls remembered. */
final class Campaign implements AutoCloseable {

    /** What somebody may do in the victim's place, they may whoever attacks. */
    private record ControlKey(String probe, Doer doer, String whose) {}

    /** Key of the advisory lock that two runs meet at; the session that takes it keeps it. */
    private static final long ONE_AT_A_TIME = 0x70726f626573L; // "probes"

    private final Provisioning provisioning;
    private final Sessions sessions = new Sessions();
    private final Map<String, Grounds> grounds = new LinkedHashMap<>();
    private final Map<ControlKey, Outcome> controls = new HashMap<>();
    private final Map<String, Boolean> bound = new HashMap<>();
    private String serverVersion = "";

    private Campaign(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    static Campaign begin(Provisioning provisioning) {
        var campaign = new Campaign(provisioning);
        try {
            for (var it : provisioning.databases()) {
                campaign.prepare(it);
            }
            return campaign;
        } catch (SQLException e) {
            campaign.close();
            throw new ProvisioningFailed("The probes cannot begin: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            campaign.close();
            throw e;
        }
    }

    private void prepare(ServiceDatabase it) throws SQLException {
        var server = provisioning.server(it);
        var administrator = sessions.kept(Sessions.Login.ofAdministrator(server, it.database()));
        claim(administrator, it);
        var owner = sessions.kept(owner(it));
        var bait = Bait.lay(owner, it);
        serverVersion = administrator.getMetaData().getDatabaseProductVersion();
        grounds.put(
                it.service().name(), Grounds.of(it, server, bait, Landmarks.of(administrator, it)));
    }

    /** Two runs in one database would take each other's bait away. */
    private static void claim(Connection administrator, ServiceDatabase it) throws SQLException {
        try (var statement = administrator.createStatement();
                var rows =
                        statement.executeQuery(
                                "select pg_try_advisory_lock(%d)".formatted(ONE_AT_A_TIME))) {
            rows.next();
            if (!rows.getBoolean(1)) {
                throw new ProvisioningFailed(
                        "Another run is probing %s already.".formatted(it.database()));
            }
        }
    }

    List<Finding> attack(String attacker, List<String> victims, List<Probe> probes) {
        var findings = new ArrayList<Finding>();
        var from = grounds(attacker);
        for (var probe : probes) {
            for (var actor : Actor.values()) {
                switch (probe.aim()) {
                    case ITSELF -> findings.add(attempt(probe, actor, from, Optional.empty()));
                    case VICTIM ->
                            victims.stream()
                                    .filter(it -> !it.equals(attacker))
                                    .map(it ->
                                            attempt(probe, actor, from, Optional.of(grounds(it))))
                                    .forEach(findings::add);
                }
            }
        }
        return findings;
    }

    private Finding attempt(Probe probe, Actor actor, Grounds attacker, Optional<Grounds> victim) {
        var distance = new Distance(attacker, victim);
        var expected = expected(probe, actor, distance);
        var scene = new Scene(this, actor, attacker, victim, !works(expected));
        var missing =
                expected.kind() == Outcome.Kind.NOT_APPLICABLE
                        ? Optional.of("not on this rung")
                        : scene.missing(probe.tried());
        var outcome =
                missing.map(Outcome::notApplicable)
                        .orElseGet(() -> run(probe.attempt(), Doer.ATTACKER, scene, probe));
        var control =
                works(expected) || outcome.kind() == Outcome.Kind.NOT_APPLICABLE
                        ? Optional.<Outcome>empty()
                        : control(probe, scene);
        var sound = control.isEmpty() || probe.control().isPassedBy(control.get());
        var verdict =
                outcome.kind() == Outcome.Kind.NOT_APPLICABLE
                        ? Verdict.NOT_APPLICABLE
                        : expected.isMetBy(outcome) && sound
                                ? expected.verdict()
                                : Verdict.DEVIATION;
        return new Finding(
                probe,
                distance.rung(),
                attacker.name(),
                actor,
                victim.map(Grounds::name).orElse(""),
                outcome,
                expected,
                control,
                verdict);
    }

    private static boolean works(Expectation expected) {
        return expected.kind() == Outcome.Kind.WORKED;
    }

    /** What the rung promises, but for who reads whom and for a pg_hba.conf that is not ours. */
    private Expectation expected(Probe probe, Actor actor, Distance distance) {
        var all = probe.expectations();
        var guest = distance.entersAsReader(actor);
        var there = probe.place() == Place.VICTIMS || distance.rung() != Isolation.SERVER;
        if (guest && there && all.toGuest().isPresent()) {
            return all.toGuest().get();
        }
        if (distance.reads() && actor == Actor.USER && all.toReader().isPresent()) {
            return all.toReader().get();
        }
        var expected = all.of(rung(probe, guest, distance), actor);
        var server = probe.place() == Place.VICTIMS ? distance.victim() : distance.attacker();
        if (isBound(server)) {
            return expected;
        }
        var unbound = all.unbound();
        if (unbound.isPresent()) {
            return unbound.get();
        }
        if (!expected.atConnect() || !expected.sqlState().equals("28000")) {
            return expected;
        }
        return Expectation.refusedAtConnect(
                probe.place() == Place.VICTIMS && distance.rung() == Isolation.SERVER
                        ? "28P01"
                        : "42501");
    }

    /**
     * A guest is in the other's database; a visited attacker has the other's role on its server.
     */
    private static Isolation rung(Probe probe, boolean guest, Distance distance) {
        if (guest && probe.place() == Place.VICTIMS) {
            return Isolation.SCHEMA;
        }
        return probe.namesVictimsUser() && distance.victimVisits()
                ? Isolation.DATABASE
                : distance.rung();
    }

    private Optional<Outcome> control(Probe probe, Scene scene) {
        return probe.control()
                .doer()
                .map(doer ->
                        controls.computeIfAbsent(
                                new ControlKey(probe.id(), doer, scene.defendant()),
                                _ ->
                                        run(
                                                probe.control().attempt().orElse(probe.attempt()),
                                                doer,
                                                scene,
                                                probe)));
    }

    private static Outcome run(Attempt attempt, Doer doer, Scene scene, Probe probe) {
        try {
            return attempt.by(doer, scene);
        } catch (RefusedAtConnect e) {
            return Outcome.refusedAtConnect(
                    String.valueOf(e.getSQLState()),
                    firstLine(e),
                    "connect to %s as %s"
                            .formatted(scene.database(probe.place()), scene.role(doer)));
        } catch (SQLException e) {
            return Outcome.refused(
                    String.valueOf(e.getSQLState()), firstLine(e), scene.fill(doer, probe.tried()));
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Whether a role that nobody knows is turned away before it is asked for a password. */
    private boolean isBound(Grounds at) {
        return at.server().hbaFile() != null
                || bound.computeIfAbsent(at.server().url(""), _ -> turnsStrangersAway(at));
    }

    private boolean turnsStrangersAway(Grounds at) {
        try {
            var stranger =
                    new Sessions.Login(
                            at.server(), at.database().database(), "bulkhead_stranger", "-");
            sessions.open(stranger, Map.of()).close();
            return false;
        } catch (SQLException e) {
            return "28000".equals(e.getSQLState());
        }
    }

    private Grounds grounds(String service) {
        var found = grounds.get(service);
        if (found == null) {
            throw new IllegalArgumentException("No service is called " + service);
        }
        return found;
    }

    private Sessions.Login owner(ServiceDatabase it) {
        return new Sessions.Login(
                provisioning.server(it), it.database(), it.owner(), password(it.owner()));
    }

    Sessions sessions() {
        return sessions;
    }

    String password(String role) {
        return provisioning.secrets().password(role);
    }

    String isolation() {
        return grounds.values().stream()
                .map(it -> it.database().service().isolation().word())
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    String serverVersion() {
        return serverVersion;
    }

    /** Takes the bait away, from everybody even where one fails. */
    @Override
    public void close() {
        var failures = new ArrayList<SQLException>();
        for (var it : grounds.values()) {
            try {
                Bait.clear(sessions.kept(owner(it.database())), it.database());
            } catch (SQLException e) {
                failures.add(e);
            }
        }
        try {
            sessions.close();
        } catch (SQLException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            var first = failures.getFirst();
            throw new ProvisioningFailed(
                    "The probes left something behind: " + first.getMessage(), first);
        }
    }
}
