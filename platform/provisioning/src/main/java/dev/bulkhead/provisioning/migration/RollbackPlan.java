package dev.bulkhead.provisioning.migration;

import java.util.List;
import java.util.Optional;

/**
 * What rolling back would do; nothing has been changed.
 *
 * @param from the schema's version
 * @param to the version afterwards; 0 when nothing is left
 * @param undos newest first
 * @param interrupted whether it ends where an earlier rollback was to end that did not get there
 * @param lostViews what others can read now and could no more, such as {@code auth_api.users} or
 *     {@code auth_api.users.email}
 */
public record RollbackPlan(
        String from, String to, List<Undo> undos, boolean interrupted, List<String> lostViews) {

    public RollbackPlan {
        undos = List.copyOf(undos);
        lostViews = List.copyOf(lostViews);
    }

    /** How far to go back. */
    public sealed interface Target {

        /** So many migrations, unless an earlier rollback was interrupted: then to its end. */
        record Count(int migrations) implements Target {}

        /** Until this version is the newest; 0 for none. */
        record Version(String version) implements Target {}

        static Target of(int count, Optional<String> version) {
            return version.<Target>map(Version::new).orElseGet(() -> new Count(count));
        }
    }
}
