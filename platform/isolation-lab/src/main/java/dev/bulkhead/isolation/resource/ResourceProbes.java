package dev.bulkhead.isolation.resource;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    private static final Duration RECOVERY = Duration.ofSeconds(30);

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

    public ResourceProbes(Arena arena, String attacker, String victim) {
        this.arena = arena;
        this.attacker = arena.provisioning().database(attacker);
        this.victim = arena.provisioning().database(victim);
    }

    record Result(
            ResourceProbe probe,
            String role,
            Effect effect,
            Effect before,
            Effect after,
            Duration took) {}

    List<Result> run() {
        var results = new ArrayList<Result>();
        for (var probe : ALL) {
            results.add(run(probe, attacker.user()));
        }
        return results;
    }

    Result run(ResourceProbe probe, String role) {
        var begun = System.nanoTime();
        var before = guarded(probe, role, probe::control);
        var effect = guarded(probe, role, probe::attempt);
        var after = recovered(probe, role);
        return new Result(
                probe, role, effect, before, after, Duration.ofNanos(System.nanoTime() - begun));
    }

    private Effect recovered(ResourceProbe probe, String role) {
        var deadline = System.nanoTime() + RECOVERY.toNanos();
        while (true) {
            var after = guarded(probe, role, probe::control);
            if (after.kind() == Effect.Kind.UNHARMED || System.nanoTime() > deadline) {
                return after;
            }
            Arena.pause();
        }
    }

    private interface Action {
        Effect in(Contest contest) throws SQLException;
    }

    private Effect guarded(ResourceProbe probe, String role, Action action) {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Effect> running;
            try (var contest = new Contest(arena, attacker, victim, role)) {
                running = thread.submit(() -> action.in(contest));
                return running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "%s did not end within %d s".formatted(probe.id(), LIMIT.toSeconds()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted during " + probe.id(), e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SQLException refusal) {
                    return Effect.harmed(refusal, false).after("the probe itself failed");
                }
                throw new IllegalStateException(probe.id() + " failed", e.getCause());
            }
        }
    }
}
