package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Service by service: who found what at whose wall. A service against itself is what it may do
 * alone.
 */
public record Matrix(List<String> services, List<Cell> cells) {

    /**
     * One attacker and one victim.
     *
     * @param counts how many findings of each verdict; verdicts without any are left out
     */
    public record Cell(String attacker, String victim, Map<Verdict, Long> counts) {

        public long count(Verdict verdict) {
            return counts.getOrDefault(verdict, 0L);
        }

        /** What there is to worry about most. */
        public Verdict worst() {
            return List.of(Verdict.DEVIATION, Verdict.OPEN, Verdict.LIMIT, Verdict.RIGHTFUL)
                    .stream()
                    .filter(it -> count(it) > 0)
                    .findFirst()
                    .orElse(Verdict.HELD);
        }
    }

    static Matrix of(Findings findings) {
        var cells = new ArrayList<Cell>();
        for (var attacker : findings.services()) {
            for (var victim : findings.services()) {
                var counts = new EnumMap<Verdict, Long>(Verdict.class);
                var about = attacker.equals(victim) ? "" : victim;
                findings.findings().stream()
                        .filter(it -> it.attacker().equals(attacker) && it.victim().equals(about))
                        .forEach(it -> counts.merge(it.verdict(), 1L, Long::sum));
                cells.add(new Cell(attacker, victim, counts));
            }
        }
        return new Matrix(findings.services(), cells);
    }

    public Cell cell(String attacker, String victim) {
        return cells.stream()
                .filter(it -> it.attacker().equals(attacker) && it.victim().equals(victim))
                .findFirst()
                .orElseThrow();
    }
}
