package dev.bulkhead.cli.database;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.isolation.verify.Verification;
import dev.bulkhead.isolation.verify.Verified;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.migration.SchemaStatus;
import dev.bulkhead.provisioning.plan.Plan;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.plan.Step;
import dev.bulkhead.provisioning.references.CheckingReferences;
import dev.bulkhead.provisioning.references.ReferenceCheck;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.SideBySide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Brings the databases of a platform to what the manifest and the migrations say, one visible step
 * each.
 */
public final class Databases {

    private static final String NOTHING = "nothing to do";

    private final Provisioning provisioning;
    private final Screen screen;
    private final UnaryOperator<String> command;
    private final List<ServiceDatabase> places;

    /**
     * @param command what to type for another verb of {@code db} on the same databases
     */
    public Databases(Provisioning provisioning, Screen screen, UnaryOperator<String> command) {
        this(provisioning, screen, command, provisioning.databases());
    }

    private Databases(
            Provisioning provisioning,
            Screen screen,
            UnaryOperator<String> command,
            List<ServiceDatabase> places) {
        this.provisioning = provisioning;
        this.screen = screen;
        this.command = command;
        this.places = places;
    }

    /**
     * The databases of some services.
     *
     * @param services their names; none for all of them
     */
    public Databases only(List<String> services) {
        if (services.isEmpty()) {
            return this;
        }
        refuseUnknown(services);
        return new Databases(
                provisioning,
                screen,
                command,
                places.stream().filter(it -> services.contains(it.service().name())).toList());
    }

    private void refuseUnknown(List<String> services) {
        services.stream()
                .filter(it -> !services().contains(it))
                .findFirst()
                .ifPresent(it -> {
                    throw Mistake.usage(
                            "There is no service "
                                    + it
                                    + "; the manifest has "
                                    + String.join(", ", services())
                                    + ".");
                });
    }

    /** What {@link #create} would do. */
    public Plan plan() {
        return all() ? provisioning.plan() : provisioning.planOnly(services());
    }

    private boolean all() {
        return places.size() == provisioning.manifest().services().size();
    }

    /** Roles, databases, schemas, grants, limits. */
    public void create() {
        var step = screen.step("databases");
        step.doing("comparing");
        Consumer<Step> progress = change -> step.doing(change.what());
        var taken =
                all() ? provisioning.apply(progress) : provisioning.applyOnly(services(), progress);
        var databases =
                places.stream().map(it -> it.server() + " " + it.database()).distinct().count();
        step.done(
                taken.isEmpty()
                        ? NOTHING
                        : counted(databases, "database") + ", " + counted(taken.size(), "change"));
        provisioning.notes().forEach(it -> screen.say("     Note: " + it));
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Runs what has not run; there must be databases. */
    public void migrate() {
        if (places.stream().anyMatch(it -> !provisioning.exists(it))) {
            throw Mistake.failure(
                    "There is nothing to migrate yet: %s makes the databases, then come back."
                            .formatted(command.apply("create")));
        }
        runMigrations();
    }

    private void runMigrations() {
        var step = screen.step("migrations");
        step.doing("running");
        var done = inEach(place -> provisioning.migrate(place).applied().size());
        step.done(done.isEmpty() ? NOTHING : String.join(", ", done));
    }

    /**
     * Works on several databases at once, and in one database on one service after the other.
     *
     * @return what was counted for each service, but for those with nothing to count
     */
    private List<String> inEach(ToLongFunction<ServiceDatabase> work) {
        var databases =
                places.stream()
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.server() + " " + it.database(),
                                        LinkedHashMap::new,
                                        Collectors.toList()))
                        .values();
        var counted = new ConcurrentHashMap<String, Long>();
        SideBySide.map(
                databases,
                services -> {
                    services.forEach(it -> counted.put(it.service().name(), work.applyAsLong(it)));
                    return services;
                });
        return services().stream()
                .filter(it -> counted.getOrDefault(it, 0L) > 0)
                .map(it -> it + " " + counted.get(it))
                .toList();
    }

    /**
     * Everything from nothing to rows, without asking in between whether the step before is done.
     */
    public void prepare(Seeds seeds) {
        create();
        runMigrations();
        plant(seeds);
    }

    /**
     * The same, and looks at the walls once more.
     *
     * @return how many holes they have, as {@link #verifyWalls} says
     */
    public int prepareAndVerify(Seeds seeds) {
        return provisioning.keepingConnections(it -> {
            var databases = new Databases(it, screen, command, places);
            databases.prepare(seeds);
            return databases.verifyWalls();
        });
    }

    /** Puts rows in where they are missing; there must be tables. */
    public void seed(Seeds seeds) {
        if (places.stream().anyMatch(it -> !provisioning.exists(it))) {
            throw Mistake.failure(
                    "There is nothing to put rows into yet: %s makes the databases, then %s their tables; or %s does all at once."
                            .formatted(
                                    command.apply("create"),
                                    command.apply("migrate"),
                                    command.apply("prepare")));
        }
        var pending = pending();
        if (pending > 0) {
            throw Mistake.failure(
                    "%s pending, so the tables are not what the rows are made for: %s first."
                            .formatted(
                                    pending == 1 ? "1 migration is" : pending + " migrations are",
                                    command.apply("migrate")));
        }
        plant(seeds);
    }

    private void plant(Seeds seeds) {
        var step = screen.step("seeds (" + seeds + ")");
        step.doing("planting");
        var done = inEach(place -> provisioning.seed(place, seeds.environment()).rows());
        step.done(done.isEmpty() ? NOTHING : "rows: " + String.join(", ", done));
    }

    /** Looks where the ids of other services' rows lead; there must be tables. */
    public Orphans orphans() {
        if (places.stream().allMatch(it -> it.service().references().isEmpty())) {
            return new Orphans("", 0, 0);
        }
        if (places.stream().anyMatch(it -> !provisioning.exists(it)) || pending() > 0) {
            throw Mistake.failure(
                    "There is nothing to check yet: %s makes databases and tables."
                            .formatted(command.apply("prepare")));
        }
        var grid = Grid.under("SERVICE", "COLUMN", "REFERS TO", "IDS", "ORPHANS", "FIRST");
        var checks = new CheckingReferences(provisioning).check(_ -> {});
        for (var it : checks) {
            var reference = it.reference();
            grid.row(
                    it.service(),
                    reference.table() + "." + reference.column(),
                    reference.service() + "." + reference.view() + "." + reference.viewColumn(),
                    String.valueOf(it.checked()),
                    String.valueOf(it.orphans()),
                    String.join(" ", it.first())
                            + (it.orphans() > it.first().size() ? " ..." : ""));
        }
        return new Orphans(
                grid.toString(),
                checks.size(),
                checks.stream().mapToLong(ReferenceCheck::orphans).sum());
    }

    /** The services of the manifest. */
    public List<String> services() {
        return places.stream().map(it -> it.service().name()).toList();
    }

    /** New passwords under whatever uses them. */
    public void rotatePasswords(List<String> services, List<Login> logins, List<Secrets> copies) {
        refuseUnknown(services);
        var roles = new LinkedHashSet<String>();
        services.forEach(
                service -> logins.forEach(it -> roles.add(it.of(provisioning.database(service)))));
        var step = screen.step("passwords");
        var done = new ArrayList<String>();
        provisioning.rotatePasswords(
                roles,
                copies,
                role -> {
                    done.add(role);
                    step.doing(role);
                });
        step.done("new for " + String.join(", ", done));
        shared(roles, services);
    }

    /** Says who else uses the roles, as on the prefix rung. */
    private void shared(Set<String> roles, List<String> services) {
        var others =
                places.stream()
                        .filter(it -> !services.contains(it.service().name()))
                        .filter(it -> roles.contains(it.owner()) || roles.contains(it.user()))
                        .map(it -> it.service().name())
                        .toList();
        if (!others.isEmpty()) {
            screen.say(
                    "They are also "
                            + String.join("'s, ", others)
                            + "'s passwords: on this rung services share their roles.");
        }
    }

    /** Whether the walls between the services are as the manifest intends. */
    public Verified verify() {
        return Verification.of(provisioning).run().repairedBy(command.apply("create"));
    }

    /**
     * Looks at the walls once more, by other means than those that made them, and says what is not
     * as intended.
     *
     * @return how many of them are holes, where a service could do more than the manifest intends
     */
    public int verifyWalls() {
        var step = screen.step("walls");
        var verified = verify();
        if (verified.holds()) {
            step.done("as the manifest intends");
            return 0;
        }
        var holes = verified.holes().size();
        var found =
                "%s, %s"
                        .formatted(
                                counted(verified.deviations().size(), "deviation"),
                                counted(holes, "hole"));
        if (holes == 0) {
            step.done(found);
        } else {
            step.failed(found);
        }
        screen.say("");
        screen.say(verified.toText());
        screen.say("");
        return holes;
    }

    /** Migrations that have not run; there must be databases. */
    public int pending() {
        return places.stream()
                .flatMap(it -> provisioning.status(it.service().name()).stream())
                .mapToInt(it -> it.isApplied() ? 0 : 1)
                .sum();
    }

    /** How far each service's tables are, and what else separates the server from the manifest. */
    public Status status() {
        var plan = plan();
        var schemas = new LinkedHashMap<ServiceDatabase, Optional<SchemaStatus>>();
        for (var place : places) {
            schemas.put(
                    place,
                    provisioning.exists(place)
                            ? Optional.of(provisioning.schema(place.service().name()))
                            : Optional.empty());
        }
        return new Status(schemas, plan);
    }

    /**
     * @param table a line per reference
     * @param references how many there are
     * @param found ids that lead nowhere, of all of them
     */
    public record Orphans(String table, int references, long found) {}
}
