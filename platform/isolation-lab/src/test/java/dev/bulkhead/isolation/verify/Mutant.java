package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.List;
import java.util.Set;

/**
 * A platform that was provisioned well, with one wall taken out.
 *
 * @param broken what is wrong with it, in a few words
 * @param rungs where it can go wrong like that
 * @param attacker who could profit; the service itself where it harms itself
 * @param victim from whom
 * @param undo what a person has to do that no remedy spells out
 * @param caughtBy the probes that must no longer answer as measured; none where this opens nothing
 *     by itself
 */
record Mutant(
        String id,
        String broken,
        Set<Isolation> rungs,
        String attacker,
        String victim,
        List<Change> changes,
        List<Change> undo,
        Set<String> caughtBy) {

    /** Where a statement is executed, by the administrator. */
    enum Where {
        SERVER,
        VICTIMS_SERVER,
        OWN,
        VICTIMS
    }

    /** What is done to break it. */
    sealed interface Change {

        /** Names stand in braces, see {@link Mutation}. */
        record Sql(Where where, List<String> statements) implements Change {}

        /** Lines that come before all others, on the victim's server. */
        record Hba(List<String> lines) implements Change {}
    }

    static Mutant of(String id, String broken, Isolation... rungs) {
        return new Mutant(
                id, broken, Set.of(rungs), "game", "auth", List.of(), List.of(), Set.of());
    }

    Mutant from(String other) {
        return new Mutant(id, broken, rungs, other, victim, changes, undo, caughtBy);
    }

    Mutant against(String other) {
        return new Mutant(id, broken, rungs, attacker, other, changes, undo, caughtBy);
    }

    Mutant server(String... statements) {
        return and(new Change.Sql(Where.SERVER, List.of(statements)));
    }

    Mutant victimsServer(String... statements) {
        return and(new Change.Sql(Where.VICTIMS_SERVER, List.of(statements)));
    }

    Mutant own(String... statements) {
        return and(new Change.Sql(Where.OWN, List.of(statements)));
    }

    Mutant victims(String... statements) {
        return and(new Change.Sql(Where.VICTIMS, List.of(statements)));
    }

    Mutant hba(String... lines) {
        return and(new Change.Hba(List.of(lines)));
    }

    Mutant undone(String... statements) {
        return new Mutant(
                id,
                broken,
                rungs,
                attacker,
                victim,
                changes,
                List.of(new Change.Sql(Where.OWN, List.of(statements))),
                caughtBy);
    }

    private Mutant and(Change change) {
        var all = new java.util.ArrayList<>(changes);
        all.add(change);
        return new Mutant(id, broken, rungs, attacker, victim, List.copyOf(all), undo, caughtBy);
    }

    Mutant caughtBy(String... probes) {
        return new Mutant(id, broken, rungs, attacker, victim, changes, undo, Set.of(probes));
    }

    @Override
    public String toString() {
        return id;
    }
}
