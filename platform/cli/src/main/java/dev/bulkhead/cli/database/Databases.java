package dev.bulkhead.cli.database;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.isolation.verify.Verification;
import dev.bulkhead.isolation.verify.Verified;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.migration.MigrationStatus;
import dev.bulkhead.provisioning.plan.Plan;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.plan.Step;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the databases of one server to what the manifest and the migrations say, one visible step
 * each.
 */
public final class Databases {

    private static final String NOTHING = "nothing to do";

    private final Provisioning provisioning;
    private final Screen screen;
    private final List<ServiceDatabase> places;

    public Databases(Manifest manifest, DatabaseServer server, Secrets secrets, Screen screen) {
        this.provisioning = new Provisioning(manifest, server, secrets);
        this.screen = screen;
        this.places = provisioning.databases();
    }

    /** What {@link #create} would do. */
    public Plan plan() {
        return provisioning.plan();
    }

    /** Roles, databases, schemas, grants, limits. */
    public void create() {
        var step = screen.step("databases");
        step.doing("comparing");
        var taken = provisioning.apply(change -> step.doing(change.what()));
        step.done(
                taken.isEmpty()
                        ? NOTHING
                        : places.size()
                                + " databases, "
                                + taken.size()
                                + (taken.size() == 1 ? " change" : " changes"));
    }

    public void migrate() {
        var step = screen.step("migrations");
        var done = new ArrayList<String>();
        for (var place : places) {
            step.doing(place.database());
            var applied = provisioning.migrate(place).applied().size();
            if (applied > 0) {
                done.add(place.service().name() + " " + applied);
            }
        }
        step.done(done.isEmpty() ? NOTHING : String.join(", ", done));
    }

    /** Puts rows in where they are missing. */
    public void seed(Seeds seeds) {
        var step = screen.step("seeds (" + seeds + ")");
        var done = new ArrayList<String>();
        for (var place : places) {
            step.doing(place.database());
            var rows = provisioning.seed(place, seeds.environment()).rows();
            if (rows > 0) {
                done.add(place.service().name() + " " + rows);
            }
        }
        step.done(done.isEmpty() ? NOTHING : "rows: " + String.join(", ", done));
    }

    /** Whether the walls between the services are as the manifest intends. */
    public Verified verify() {
        return Verification.of(provisioning).run();
    }

    /**
     * Every migration and whether the database has it; then what else separates the server from the
     * manifest.
     */
    public Status status() {
        var plan = plan();
        var missing = plan.steps().stream().anyMatch(Step.NewDatabase.class::isInstance);
        var grid = Grid.under("DATABASE", "VERSION", "MIGRATION", "STATE");
        var pending = 0;
        if (!missing) {
            for (var place : places) {
                for (var migration : provisioning.status(place.service().name())) {
                    grid.row(
                            place.database(),
                            migration.version(),
                            migration.description(),
                            migration.state());
                    pending += pending(migration) ? 1 : 0;
                }
            }
        }
        return new Status(grid.toString(), plan, pending, missing);
    }

    private static boolean pending(MigrationStatus migration) {
        return !migration.state().equals("Success") && !migration.state().equals("Baseline");
    }

    /**
     * @param migrations as a table
     * @param plan what would have to be changed, empty when server and manifest agree
     * @param pending migrations that have not run
     * @param missing whether a database does not even exist
     */
    public record Status(String migrations, Plan plan, int pending, boolean missing) {

        public boolean upToDate() {
            return plan.isEmpty() && pending == 0;
        }
    }
}
