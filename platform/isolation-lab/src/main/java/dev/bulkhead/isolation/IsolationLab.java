package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs every probe as every service against every other, on a live server. */
public final class IsolationLab {

    private final Provisioning provisioning;

    public IsolationLab(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    public List<Finding> run() {
        var findings = new ArrayList<Finding>();
        for (var attacker : provisioning.databases()) {
            for (var victim : provisioning.databases()) {
                if (!attacker.equals(victim)) {
                    findings.addAll(run(attacker, victim));
                }
            }
        }
        return findings;
    }

    /** Runs every probe as one service against one other. */
    public List<Finding> run(String attacker, String victim) {
        return run(provisioning.database(attacker), provisioning.database(victim));
    }

    private List<Finding> run(ServiceDatabase attacker, ServiceDatabase victim) {
        return Catalogue.probes().stream().map(it -> run(it, attacker, victim)).toList();
    }

    private Finding run(Probe probe, ServiceDatabase attacker, ServiceDatabase victim) {
        var isolation = attacker.service().isolation();
        var expected = probe.expected().get(isolation);
        if (expected == null) {
            throw new IllegalStateException(
                    "%s has not been measured on %s".formatted(probe.id(), isolation.word()));
        }
        var target = probe.target() == Probe.Target.OWN ? attacker : victim;
        var sql = new Names(attacker, victim).in(probe.sql());
        var rightful =
                switch (probe.control()) {
                    case VICTIMS_USER -> victim.user();
                    case OWN_OWNER -> attacker.owner();
                    case ADMINISTRATOR -> provisioning.server().administrator();
                };
        return new Finding(
                probe,
                attacker.service().name(),
                victim.service().name(),
                expected,
                attempt(attacker.user(), target, sql),
                attempt(rightful, target, sql));
    }

    private Verdict attempt(String role, ServiceDatabase target, String sql) {
        Connection connection;
        try {
            connection = provisioning.server().connect(target.database(), role, password(role));
        } catch (SQLException e) {
            return Verdict.refusedAtConnect(String.valueOf(e.getSQLState()));
        }
        try (connection;
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.rollback();
            return Verdict.worked();
        } catch (SQLException e) {
            return Verdict.refused(String.valueOf(e.getSQLState()));
        }
    }

    private String password(String role) {
        return role.equals(provisioning.server().administrator())
                ? provisioning.server().password()
                : provisioning.secrets().password(role);
    }
}
