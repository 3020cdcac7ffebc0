package dev.bulkhead.provisioning.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who may do what with one object, besides its owner. */
final class Grants {

    /** One privilege as PostgreSQL lists it. */
    record Grant(String grantee, String privilege, boolean grantable) {}

    /** What must be said to the server and to the reader. */
    record Changes(List<String> statements, List<String> phrases) {

        boolean isEmpty() {
            return statements.isEmpty();
        }

        String sentence() {
            return String.join(", ", phrases);
        }
    }

    private final SortedMap<String, SortedSet<String>> privileges = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> grantable = new TreeMap<>();

    static Grants of(List<Grant> rows, String owner) {
        var grants = new Grants();
        rows.stream()
                .filter(it -> !it.grantee().equals(owner))
                .forEach(it -> {
                    grants.add(it.grantee(), it.privilege());
                    if (it.grantable()) {
                        grants.grantable
                                .computeIfAbsent(it.grantee(), _ -> new TreeSet<>())
                                .add(it.privilege());
                    }
                });
        return grants;
    }

    static Grants none() {
        return new Grants();
    }

    static Grants to(String grantee, String... granted) {
        return new Grants().and(grantee, granted);
    }

    Grants and(String grantee, String... granted) {
        for (var privilege : granted) {
            add(grantee, privilege);
        }
        return this;
    }

    private void add(String grantee, String privilege) {
        privileges.computeIfAbsent(grantee, _ -> new TreeSet<>()).add(privilege);
    }

    /** What others hold than this one. */
    Grants without(String grantee) {
        var rest = new Grants();
        rest.privileges.putAll(privileges);
        rest.grantable.putAll(grantable);
        rest.privileges.remove(grantee);
        rest.grantable.remove(grantee);
        return rest;
    }

    /** Only what these grantees hold. */
    Grants only(Set<String> grantees) {
        var some = new Grants();
        privileges.forEach((grantee, held) -> {
            if (grantees.contains(grantee)) {
                some.and(grantee, held.toArray(String[]::new));
            }
        });
        return some;
    }

    /**
     * Exactly the surplus is revoked and the missing granted: nobody loses a right for a moment.
     */
    Changes towards(Grants wanted, Style style) {
        var statements = new ArrayList<String>();
        var phrases = new ArrayList<String>();
        privileges.forEach((grantee, held) -> {
            var allowed = wanted.of(grantee);
            var surplus = difference(held, allowed);
            if (!surplus.isEmpty()) {
                statements.add(style.revoke(list(surplus), grantee));
                phrases.add("take %s from %s".formatted(list(surplus), grantee));
            }
            var options = new TreeSet<>(grantable.getOrDefault(grantee, new TreeSet<>()));
            options.retainAll(allowed);
            if (!options.isEmpty()) {
                statements.add(style.revokeOption(list(options), grantee));
                phrases.add(
                        "take the grant option on %s from %s".formatted(list(options), grantee));
            }
        });
        wanted.privileges.forEach((grantee, allowed) -> {
            var missing = difference(allowed, of(grantee));
            if (!missing.isEmpty()) {
                statements.add(style.grant(list(missing), grantee));
                phrases.add("give %s to %s".formatted(list(missing), grantee));
            }
        });
        return new Changes(statements, phrases);
    }

    private Set<String> of(String grantee) {
        return privileges.getOrDefault(grantee, new TreeSet<>());
    }

    private static SortedSet<String> difference(Set<String> all, Set<String> without) {
        var rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static String list(Set<String> privileges) {
        return privileges.stream().collect(Collectors.joining(", "));
    }

    /**
     * How GRANT and REVOKE are spelled for one kind of object.
     *
     * @param opening what stands before the verb, such as ALTER DEFAULT PRIVILEGES
     * @param object what the privileges are on
     */
    record Style(String opening, String object) {

        static Style on(String object) {
            return new Style("", object);
        }

        String grant(String list, String grantee) {
            return "%sgrant %s on %s to %s"
                    .formatted(opening, lower(list), object, Sql.grantee(grantee));
        }

        String revoke(String list, String grantee) {
            return "%srevoke %s on %s from %s cascade"
                    .formatted(opening, lower(list), object, Sql.grantee(grantee));
        }

        String revokeOption(String list, String grantee) {
            return "%srevoke grant option for %s on %s from %s cascade"
                    .formatted(opening, lower(list), object, Sql.grantee(grantee));
        }

        private static String lower(String list) {
            return list.toLowerCase(java.util.Locale.ROOT);
        }
    }

    Map<String, SortedSet<String>> asMap() {
        return privileges;
    }
}
