package dev.bulkhead.isolation.probe;

import java.util.Optional;
import java.util.Set;

/**
 * The same thing done by somebody who may: without it, a refusal proves nothing.
 *
 * @param doer who may; nobody if the attempt is expected to work
 * @param attempt what they do, if it is not word for word what the attacker tries
 * @param alsoFine codes, as {@link Outcome#code} writes them, that say that the privilege was there
 *     and something else was missing, such as a setting of the server
 */
public record Control(Optional<Doer> doer, Optional<Attempt> attempt, Set<String> alsoFine) {

    public Control {
        alsoFine = Set.copyOf(alsoFine);
    }

    public static Control none() {
        return new Control(Optional.empty(), Optional.empty(), Set.of());
    }

    public static Control by(Doer doer) {
        return new Control(Optional.of(doer), Optional.empty(), Set.of());
    }

    /** Somebody does something else that shows the same. */
    public static Control by(Doer doer, Attempt attempt) {
        return new Control(Optional.of(doer), Optional.of(attempt), Set.of());
    }

    /** They get past the privileges, to be stopped by something else. */
    public Control orRefusedWith(String... codes) {
        return new Control(doer, attempt, Set.of(codes));
    }

    public boolean isPassedBy(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.WORKED || alsoFine.contains(outcome.code());
    }
}
