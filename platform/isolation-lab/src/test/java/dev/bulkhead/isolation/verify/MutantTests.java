package dev.bulkhead.isolation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.IsolationLab;
import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.isolation.verify.MutantReport.Trial;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each wall is taken out once, and whoever watches over it has to notice. */
class MutantTests {

    /** Needs a server that was started for it: {@link #serversThatPrepareTransactionsAreFound}. */
    private static final String PREPARED = "D22";

    /** In two threads, because a mutant waits as much as it works. */
    private static final List<List<Isolation>> SHIFTS =
            List.of(
                    List.of(Isolation.SCHEMA),
                    List.of(Isolation.DATABASE, Isolation.PREFIX, Isolation.SERVER));

    static List<Trial> trials;

    @BeforeAll
    static void breakEverything(@TempDir Path folder) throws Exception {
        var all = new ArrayList<Trial>();
        try (var executor = Executors.newFixedThreadPool(SHIFTS.size())) {
            var shifts =
                    SHIFTS.stream()
                            .<Callable<List<Trial>>>map(it -> () -> run(it, folder))
                            .toList();
            for (var shift : executor.invokeAll(shifts)) {
                all.addAll(shift.get());
            }
        }
        trials = List.copyOf(all);
        new MutantReport(trials).write(Path.of("target"));
    }

    private static List<Trial> run(List<Isolation> rungs, Path folder) throws Exception {
        var done = new ArrayList<Trial>();
        for (var rung : rungs) {
            try (var platform = ThrowawayPlatform.on(rung, folder.resolve(rung.word()))) {
                for (var mutant : Mutants.on(rung)) {
                    var probes = mutant.caughtBy().stream().map(Catalogue::probe).toList();
                    done.add(trial(platform, mutant, rung, probes));
                }
            }
        }
        return done;
    }

    private static Trial trial(
            ThrowawayPlatform platform, Mutant mutant, Isolation rung, List<Probe> probes) {
        try {
            return new Trial(
                    mutant, rung, new Mutation(platform.provisioning(), mutant).run(probes));
        } catch (SQLException | IOException | RuntimeException e) {
            throw new IllegalStateException("%s on %s".formatted(mutant, rung.word()), e);
        }
    }

    @Test
    void theVerificationFindsEveryMutant() {
        assertThat(trials)
                .allSatisfy(it -> assertThat(it.result().verified()).as(it.name()).isNotEmpty());
    }

    @Test
    void theProbesFindEveryMutantThatOpensSomething() {
        assertThat(trials)
                .filteredOn(it -> !it.mutant().caughtBy().isEmpty())
                .allSatisfy(it -> assertThat(it.result().probes()).as(it.name()).isNotEmpty());
    }

    @Test
    void everyMutantIsCaughtByAllTheProbesThatItNames() {
        for (var mutant : Mutants.all()) {
            assertThat(
                            trials.stream()
                                    .filter(it -> it.mutant().equals(mutant))
                                    .flatMap(it -> it.result().probes().stream()))
                    .as(mutant.id())
                    .containsAll(mutant.caughtBy());
        }
    }

    @Test
    void theProvisionerRepairsItOrTheRemedyDoes() {
        assertThat(trials)
                .allSatisfy(it -> {
                    assertThat(it.result().left()).as(it.name()).isEmpty();
                    assertThat(
                                    Stream.concat(
                                            it.result().repairs().stream(),
                                            Stream.concat(
                                                    it.result().remedies().stream(),
                                                    it.mutant().undo().stream())))
                            .as(it.name())
                            .isNotEmpty();
                });
    }

    @Test
    void serversThatPrepareTransactionsAreFound(@TempDir Path folder) {
        try (var platform = ThrowawayPlatform.withPreparedTransactions(Isolation.SCHEMA, folder)) {
            assertThat(platform.verify().deviations())
                    .singleElement()
                    .satisfies(it ->
                            assertThat(it.object()).isEqualTo("setting max_prepared_transactions"));
            assertThat(
                            new IsolationLab(platform.provisioning())
                                    .only(PREPARED)
                                    .run("game", "auth")
                                    .deviations())
                    .isNotEmpty();
        }
    }

    /** Known limits are refuted on another rung, where the matrix expects them to work. */
    @Test
    void everyProbeThatIsRefusedHasBeenSeenToFail() {
        var unseen = new TreeSet<String>();
        Catalogue.probes().stream()
                .filter(it -> expects(it, Verdict.HELD) && !expects(it, Verdict.LIMIT))
                .map(Probe::id)
                .forEach(unseen::add);
        trials.forEach(it -> unseen.removeAll(it.result().probes()));

        assertThat(unseen).containsExactly(PREPARED);
    }

    private static boolean expects(Probe probe, Verdict verdict) {
        return probe.expectations().byRung().values().stream()
                .flatMap(it -> it.values().stream())
                .anyMatch(it -> it.verdict() == verdict);
    }
}
