package dev.bulkhead.isolation;

import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the probes as each service against each other, as runtime user and as owner, on servers as
 * they are. It leaves nothing behind, so that it may be let loose on a platform that serves.
 */
public final class IsolationLab {

    private final Provisioning provisioning;
    private final List<Probe> probes;
    private final Consumer<String> progress;

    public IsolationLab(Provisioning provisioning) {
        this(provisioning, Catalogue.probes(), _ -> {});
    }

    private IsolationLab(Provisioning provisioning, List<Probe> probes, Consumer<String> progress) {
        this.provisioning = provisioning;
        this.probes = List.copyOf(probes);
        this.progress = progress;
    }

    /** The same lab, telling each attacker's name when it begins. */
    public IsolationLab telling(Consumer<String> listener) {
        return new IsolationLab(provisioning, probes, listener);
    }

    /** The same lab with these probes and no other. */
    public IsolationLab with(List<Probe> others) {
        return new IsolationLab(provisioning, others, progress);
    }

    /** The same lab with the probes of these ids and no other. */
    public IsolationLab only(String... ids) {
        var wanted = Set.of(ids);
        return with(probes.stream().filter(it -> wanted.contains(it.id())).toList());
    }

    /** Everybody against everybody. */
    public Findings run() {
        var names = provisioning.manifest().services().stream().map(Service::name).toList();
        return run(names, names);
    }

    /** One service against one other, and what the first may do by itself. */
    public Findings run(String attacker, String victim) {
        return run(List.of(attacker), List.of(victim));
    }

    /** These services against those. */
    public Findings run(List<String> attackers, List<String> victims) {
        var began = Instant.now();
        try (var campaign = Campaign.begin(provisioning)) {
            var findings =
                    attackers.stream()
                            .peek(progress)
                            .flatMap(it -> campaign.attack(it, victims, probes).stream())
                            .toList();
            return new Findings(
                    provisioning.manifest().platform(),
                    campaign.isolation(),
                    provisioning.manifest().services().stream().map(Service::name).toList(),
                    campaign.serverVersion(),
                    began,
                    Duration.between(began, Instant.now()),
                    findings);
        }
    }
}
