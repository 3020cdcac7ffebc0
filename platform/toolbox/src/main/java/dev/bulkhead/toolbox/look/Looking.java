package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at the databases of a platform, or of some of its services. */
public final class Looking {

    private final Provisioning provisioning;
    private final List<ServiceDatabase> places;
    private final Set<String> stopped;

    private Looking(Provisioning provisioning, List<ServiceDatabase> places, Set<String> stopped) {
        this.provisioning = provisioning;
        this.places = List.copyOf(places);
        this.stopped = Set.copyOf(stopped);
    }

    /** All services of a platform. */
    public static Looking at(Provisioning provisioning) {
        return new Looking(provisioning, provisioning.databases(), Set.of());
    }

    /**
     * @param services of the manifest; none for all of them
     */
    public Looking only(List<String> services) {
        return services.isEmpty()
                ? this
                : new Looking(
                        provisioning,
                        places.stream()
                                .filter(it -> services.contains(it.service().name()))
                                .toList(),
                        stopped);
    }

    /**
     * @param servers that do not run, by the names that {@link ServiceDatabase#server} gives them;
     *     only {@link #health} can say anything about their services
     */
    public Looking without(Set<String> servers) {
        return new Looking(provisioning, places, servers);
    }

    /** How each service's database does, asked as its own user. */
    public Health health() {
        return new HealthCheck(provisioning, places, stopped).run();
    }

    /** What databases and tables take. */
    public Sizes sizes() {
        var measuring = new Measuring(attribution());
        eachServer(measuring::look);
        return new Sizes(platform(), Instant.now(), measuring.databases(), measuring.tables());
    }

    /** Who is connected. */
    public Connections connections() {
        var counting = new CountingConnections(attribution(), everybody());
        eachServer(counting::look);
        return new Connections(
                platform(), Instant.now(), counting.uses(), counting.idle(), counting.totals());
    }

    /**
     * What statements took.
     *
     * @param limit how many to show of each service
     * @throws LookingFailed where the server does not count them
     */
    public SlowStatements slow(SlowStatements.Order order, int limit) {
        var reading = new ReadingStatistics(attribution(), everybody());
        var seen = new ArrayList<ReadingStatistics.Statistics>();
        eachServer(seat -> seen.add(reading.look(seat, order, limit)));
        return new SlowStatements(
                platform(),
                Instant.now(),
                seen.stream()
                        .map(ReadingStatistics.Statistics::since)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                seen.stream().flatMap(it -> it.groups().stream()).toList());
    }

    /**
     * Counts statements from nought again: of the services looked at, or of everybody when that is
     * all of them.
     *
     * @throws LookingFailed where the server does not count them
     */
    public void forgetStatements() {
        var reading = new ReadingStatistics(attribution(), everybody());
        eachServer(reading::forget);
    }

    /** Indexes that are missing, or that cost more than they give. */
    public Indexes indexes() {
        var judging = new JudgingIndexes(attribution());
        eachServer(judging::look);
        return new Indexes(platform(), Instant.now(), judging.findings());
    }

    /** Who waits for whom. */
    public Locks locks() {
        var finding = new FindingWaits(attribution(), places, everybody());
        eachServer(finding::look);
        return new Locks(platform(), Instant.now(), finding.waits());
    }

    private void eachServer(Consumer<Seat> look) {
        Seat.of(provisioning, places).forEach(look);
    }

    private Attribution attribution() {
        return new Attribution(provisioning.databases());
    }

    private boolean everybody() {
        return places.size() == provisioning.databases().size();
    }

    private String platform() {
        return provisioning.manifest().platform();
    }
}
