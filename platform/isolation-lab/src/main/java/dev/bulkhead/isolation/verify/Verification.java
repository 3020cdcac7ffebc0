package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.SideBySide;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares what is on the servers with what the manifest intends; changes nothing. */
public final class Verification {

    private final Provisioning provisioning;

    private Verification(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    public static Verification of(Provisioning provisioning) {
        return new Verification(provisioning);
    }

    public Verified run() {
        var begun = System.nanoTime();
        var everybody = provisioning.databases();
        var deviations = new ArrayList<Deviation>();
        var databases = 0;
        for (var server : provisioning.servers().all()) {
            var places =
                    everybody.stream()
                            .filter(it -> provisioning.server(it).equals(server))
                            .toList();
            var intention = new Intention(places, everybody);
            databases += intention.databases().size();
            deviations.addAll(verify(server, name(places), intention));
        }
        return new Verified(
                provisioning.manifest().platform(),
                everybody.size(),
                databases,
                Duration.ofNanos(System.nanoTime() - begun),
                deviations);
    }

    private String name(List<ServiceDatabase> places) {
        return places.stream()
                .map(ServiceDatabase::server)
                .filter(provisioning.servers().own()::containsKey)
                .findFirst()
                .orElse(ServiceDatabase.SHARED_SERVER);
    }

    private List<Deviation> verify(DatabaseServer server, String name, Intention intention) {
        var deviations = new ArrayList<Deviation>();
        var open = List.<String>of();
        try (var connection = server.connect()) {
            deviations.addAll(
                    new ServerVerification(
                                    connection,
                                    server,
                                    "server " + name,
                                    intention,
                                    provisioning.secrets())
                            .run());
            open =
                    Rows.of(
                            connection,
                            row -> row.getString(1),
                            "select datname from pg_database where datallowconn and datname = any"
                                    + " (?) order by 1",
                            intention.databases());
        } catch (SQLException e) {
            throw server.refused(e, "its catalogues", server.administrator());
        }
        SideBySide.map(open, it -> inside(server, it, intention)).forEach(deviations::addAll);
        return deviations;
    }

    private static List<Deviation> inside(
            DatabaseServer server, String database, Intention intention) {
        try (var connection = server.connect(database)) {
            return new DatabaseVerification(
                            connection, database, intention.in(database), intention.roles())
                    .run();
        } catch (SQLException e) {
            throw server.refused(e, database, server.administrator());
        }
    }
}
