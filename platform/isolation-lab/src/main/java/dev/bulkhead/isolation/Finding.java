package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.Optional;

/**
 * What one probe found.
 *
 * @param rung how far the two services stand apart; the attacker's own rung if there is no victim
 * @param victim empty for a probe that is aimed at nobody
 * @param control what became of the same thing done by somebody who may; empty if none was needed
 */
public record Finding(
        Probe probe,
        Isolation rung,
        String attacker,
        Actor actor,
        String victim,
        Outcome outcome,
        Expectation expected,
        Optional<Outcome> control,
        Verdict verdict) {

    public boolean deviates() {
        return verdict == Verdict.DEVIATION;
    }

    @Override
    public String toString() {
        return "%s %s: %s%s got %s (%s), expected %s%s; tried: %s"
                .formatted(
                        probe.id(),
                        probe.title(),
                        attacker + "'s " + actor.word(),
                        victim.isEmpty() ? "" : " against " + victim,
                        outcome.code(),
                        outcome.words(),
                        expected.code(),
                        control.map(it -> "; control got %s (%s)".formatted(it.code(), it.words()))
                                .orElse(""),
                        outcome.statement());
    }
}
