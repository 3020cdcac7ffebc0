package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Takes, as one service, everything that it shares with another, one resource after the other, and
 * tells what the other service got.
 *
 * <p>Each attempt runs on a thread of its own with {@link #LIMIT} to its end. When the time is
 * over, or the caller is interrupted, its sessions are ended on both sides before anything else
 * happens.
 */
public final class ResourceProbes {

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** After a crash a server needs a moment, as a service would see it. */
    static final Duration RECOVERY = Duration.ofSeconds(30);

    private static final int MOST_AT_ONCE = 6;

    private static final List<ResourceProbe> ALL =
            List.of(
                    new AllConnections(),
                    HalfOpenLogins.ofOwnRole(),
                    HalfOpenLogins.ofUnknownRole(),
                    new HeldSnapshot(),
                    new SharedCatalogSnapshot(),
                    new BlockedIndexBuild(),
                    new BigSort(),
                    new FilledDisk(),
                    LongStatement.asProvisioned(),
                    LongStatement.afterLiftingTheLimit(),
                    IdleTransaction.asProvisioned(),
                    IdleTransaction.afterLiftingTheLimit(),
                    new AdvisoryLocks(),
                    new NotifyQueue(),
                    new BurntTransactionIds(),
                    new TemplateSeat(),
                    new VictimsSeat(),
                    new LargeObjectLocks(),
                    new NestedSavepoints(),
                    new KilledBackend());

    private final Arena arena;
    private final ServiceDatabase attacker;
    private final ServiceDatabase victim;
    private final Duration limit;
    private final Duration recovery;

    /**
     * @param attacker a service's name
     * @param victim another's
     */
    public ResourceProbes(Arena arena, String attacker, String victim) {
        this(arena, attacker, victim, LIMIT, RECOVERY);
    }

    ResourceProbes(Arena arena, String attacker, String victim, Duration limit, Duration recovery) {
        this.arena = arena;
        this.limit = limit;
        this.recovery = recovery;
        this.attacker = arena.provisioning().database(attacker);
        this.victim = arena.provisioning().database(victim);
    }

    /** What there is to take, for whoever lists all probes; here alone they are tried. */
    public static List<Probe> probes() {
        return ALL.stream().map(ResourceProbe::probe).toList();
    }

    /**
     * For each distance at which two services of a platform stand, starts an arena for the first
     * two that stand so and takes everything. None of it depends on which two they are.
     */
    public static List<Finding> check(Manifest manifest) {
        var pairs = new EnumMap<Isolation, List<String>>(Isolation.class);
        for (var attacker : manifest.services()) {
            for (var victim : manifest.services()) {
                if (!attacker.equals(victim)) {
                    pairs.putIfAbsent(
                            distance(manifest, attacker, victim),
                            List.of(attacker.name(), victim.name()));
                }
            }
        }
        return pairs.values().stream()
                .flatMap(it -> check(manifest, it.getFirst(), it.getLast()).findings().stream())
                .toList();
    }

    private static Isolation distance(Manifest manifest, Service one, Service other) {
        if (!manifest.together(one, other)) {
            return one.isolation() == Isolation.SERVER || other.isolation() == Isolation.SERVER
                    ? Isolation.SERVER
                    : Isolation.DATABASE;
        }
        return one.isolation() == Isolation.PREFIX && other.isolation() == Isolation.PREFIX
                ? Isolation.PREFIX
                : Isolation.SCHEMA;
    }

    /**
     * Starts an arena for two services of a platform and takes everything.
     *
     * @throws IllegalArgumentException if there is no such service
     */
    public static Findings check(Manifest manifest, String attacker, String victim) {
        var began = Instant.now();
        try (var arena = Arena.start(manifest, attacker, victim)) {
            var probes = new ResourceProbes(arena, attacker, victim);
            var findings = probes.run();
            return new Findings(
                    manifest.platform(),
                    probes.contest(Actor.USER).rung().word(),
                    List.of(attacker, victim),
                    arena.version(),
                    began,
                    Duration.between(began, Instant.now()),
                    findings);
        }
    }

    /**
     * Takes everything, at most a minute for each.
     *
     * @throws IllegalStateException if a probe does not end in time, or the caller is interrupted;
     *     nothing of the probe is left running
     */
    public List<Finding> run() {
        try (var threads =
                Executors.newFixedThreadPool(waitingAtOnce(), Thread.ofVirtual().factory())) {
            var waiting = new LinkedHashMap<Attempt, Future<Finding>>();
            attempts()
                    .filter(it -> it.resource().onlyWaits())
                    .forEach(it -> waiting.put(it, threads.submit(() -> run(it))));
            for (var it : waiting.values()) {
                it.get();
            }
            return attempts()
                    .map(it -> waiting.containsKey(it) ? waiting.get(it).resultNow() : run(it))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a probe waited", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A probe failed", e.getCause());
        }
    }

    /** Leaves the attacker's user, whose connections are few, one to spare. */
    private int waitingAtOnce() {
        return Math.clamp(attacker.service().userConnections() - 1, 1, MOST_AT_ONCE);
    }

    Finding run(String id, Actor actor) {
        return ALL.stream()
                .filter(it -> it.probe().id().equals(id))
                .map(it -> run(it, actor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No probe is called " + id));
    }

    private record Attempt(ResourceProbe resource, Actor actor) {}

    private static Stream<Attempt> attempts() {
        return ALL.stream()
                .flatMap(it -> it.actors().stream().sorted().map(actor -> new Attempt(it, actor)));
    }

    private Finding run(Attempt attempt) {
        return run(attempt.resource(), attempt.actor());
    }

    private Contest contest(Actor actor) {
        return new Contest(arena, actor, attacker, victim);
    }

    Finding run(ResourceProbe resource, Actor actor) {
        var probe = resource.probe();
        var rung = contest(actor).rung();
        var expected = expected(probe, actor, rung);
        var before = guarded(probe, actor, resource::control);
        var outcome = guarded(probe, actor, resource::attempt).outcome(probe.tried());
        var after = recovered(resource, actor);
        var control = before.kind() == Effect.Kind.UNHARMED ? after : before;
        var verdict =
                expected.isMetBy(outcome) && control.kind() == Effect.Kind.UNHARMED
                        ? expected.verdict()
                        : Verdict.DEVIATION;
        return new Finding(
                probe,
                rung,
                attacker.service().name(),
                actor,
                victim.service().name(),
                outcome,
                expected,
                Optional.of(controlOutcome(control)),
                verdict);
    }

    private Expectation expected(Probe probe, Actor actor, Isolation rung) {
        var guest =
                attacker.readsElsewhere().stream()
                        .anyMatch(it -> it.service().equals(victim.service().name()));
        return probe.expectations()
                .toReader()
                .filter(_ -> guest && actor == Actor.USER)
                .orElseGet(() -> probe.expectations().of(rung, actor));
    }

    /** A control works when it does no harm. */
    private static Outcome controlOutcome(Effect effect) {
        var tried = "before and after: the same place used rightfully";
        return effect.kind() == Effect.Kind.UNHARMED
                ? Outcome.worked(effect.words(), tried)
                : new Outcome(
                        Outcome.Kind.REFUSED,
                        effect.sqlState(),
                        effect.atConnect(),
                        effect.words(),
                        tried);
    }

    private Effect recovered(ResourceProbe resource, Actor actor) {
        var deadline = System.nanoTime() + recovery.toNanos();
        while (true) {
            var after = guarded(resource.probe(), actor, resource::control);
            if (after.kind() == Effect.Kind.UNHARMED || System.nanoTime() > deadline) {
                return after;
            }
            Arena.pause();
        }
    }

    private interface Action {
        Effect in(Contest contest) throws SQLException;
    }

    private Effect guarded(Probe probe, Actor actor, Action action) {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Effect> running;
            try (var contest = contest(actor)) {
                running = thread.submit(() -> action.in(contest));
                return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "%s did not end within %d s".formatted(probe.id(), limit.toSeconds()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted during " + probe.id(), e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SQLException refusal) {
                    return Effect.failed(refusal);
                }
                throw new IllegalStateException(probe.id() + " failed", e.getCause());
            }
        }
    }
}
