package dev.bulkhead.isolation.verify;

import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantTests {

    @Test
    void discover(@TempDir Path folder) throws Exception {
        for (var rung : Isolation.values()) {
            var only = System.getProperty("rungs", rung.word());
            if (!only.contains(rung.word())) {
                continue;
            }
            try (var platform = ThrowawayPlatform.on(rung, folder)) {
                var began = System.nanoTime();
                var clean = new dev.bulkhead.isolation.IsolationLab(platform.provisioning()).run();
                System.out.println(
                        "CLEAN "
                                + rung
                                + " "
                                + clean.findings().size()
                                + " in "
                                + (System.nanoTime() - began) / 1000000);
                clean.deviations().forEach(it -> System.out.println("  CLEANDEV " + it));
                System.out.println("  " + platform.verify());
                for (var mutant : Mutants.all()) {
                    if (!mutant.rungs().contains(rung)) {
                        continue;
                    }
                    var begun = System.nanoTime();
                    try {
                        var result =
                                new Mutation(platform.provisioning(), mutant)
                                        .run(Catalogue.probes());
                        System.out.println(
                                "MUTANT %s %s ms=%d\n   PROBES %s\n   VERIFY %s\n   REPAIRS %s\n   REMEDIES %s\n   LEFT %s"
                                        .formatted(
                                                rung,
                                                mutant.id(),
                                                (System.nanoTime() - begun) / 1000000,
                                                String.join(" ", result.probes()),
                                                result.verified(),
                                                result.repairs(),
                                                result.remedies(),
                                                result.left()));
                    } catch (Exception e) {
                        System.out.println("MUTANT " + rung + " " + mutant.id() + " FAILED " + e);
                    }
                    var after = platform.verify().deviations();
                    if (!after.isEmpty()) System.out.println("   AFTER " + after);
                }
            }
        }
    }
}
