package dev.bulkhead.isolation.verify;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Who may do what with which objects: what was granted, held against what should have been. */
final class Privileges {

    private record Key(String object, String grantee) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            var byObject = object.compareTo(other.object);
            return byObject == 0 ? grantee.compareTo(other.grantee) : byObject;
        }
    }

    private final Map<Key, Set<String>> intended = new TreeMap<>();

    void intend(String object, String grantee, String... privileges) {
        intended.computeIfAbsent(new Key(object, grantee), _ -> new TreeSet<>())
                .addAll(List.of(privileges));
    }

    /** What to do about rights that somebody should not hold. */
    interface Remedy {
        String of(String object, String grantee, Set<String> surplus);
    }

    /**
     * @param where names the service that an object belongs to
     */
    void compare(
            Collection<Grant> actual,
            UnaryOperator<String> where,
            Remedy remedy,
            Deviations found) {
        var held = new TreeMap<Key, Set<String>>();
        var grantable = new TreeMap<Key, Set<String>>();
        for (var it : actual) {
            var key = new Key(it.object(), it.grantee());
            held.computeIfAbsent(key, _ -> new TreeSet<>()).add(it.privilege());
            if (it.grantable()) {
                grantable.computeIfAbsent(key, _ -> new TreeSet<>()).add(it.privilege());
            }
        }
        var keys = new LinkedHashSet<>(held.keySet());
        keys.addAll(intended.keySet());
        for (var key : keys) {
            var is = held.getOrDefault(key, Set.of());
            var should = intended.getOrDefault(key, Set.of());
            if (!is.equals(should)) {
                found.add(
                        new Deviation(
                                where.apply(key.object()),
                                key.object(),
                                "%s holds %s".formatted(key.grantee(), words(is)),
                                words(should),
                                remedy.of(key.object(), key.grantee(), is),
                                !should.containsAll(is)));
            }
            if (grantable.containsKey(key)) {
                found.add(
                        new Deviation(
                                where.apply(key.object()),
                                key.object(),
                                "%s may pass on %s"
                                        .formatted(key.grantee(), words(grantable.get(key))),
                                "no grant option",
                                remedy.of(key.object(), key.grantee(), is),
                                true));
            }
        }
    }

    private static String words(Set<String> privileges) {
        return privileges.isEmpty() ? "nothing" : String.join(", ", privileges);
    }
}
