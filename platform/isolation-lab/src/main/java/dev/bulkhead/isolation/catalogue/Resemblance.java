package dev.bulkhead.isolation.catalogue;

import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Probe.Aim;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the probe that tries the same thing as a statement does, by the words that both have. Names
 * of services' objects do not count, for no probe has them.
 */
public final class Resemblance {

    private static final Pattern NAME = Pattern.compile("\\{[^}]*}|\\bbulkhead\\w*");
    private static final Pattern TEXT = Pattern.compile("'[^']*'");
    private static final Pattern WORD = Pattern.compile("[a-z_][a-z_0-9]*");

    /** Says how much is tried, not what. */
    private static final Set<String> FILLING =
            Set.of("count", "where", "false", "true", "null", "limit", "local", "and", "as");

    /** Says what is done, not to what; without anything else in common it is chance. */
    private static final Set<String> GENERAL =
            Set.of(
                    "select",
                    "from",
                    "insert",
                    "into",
                    "values",
                    "update",
                    "set",
                    "delete",
                    "truncate",
                    "copy",
                    "to",
                    "create",
                    "alter",
                    "drop",
                    "table",
                    "on",
                    "id");

    /** Less in common than this is chance. */
    private static final double ENOUGH = 0.5;

    private final Map<Probe, List<String>> words = new LinkedHashMap<>();
    private final Set<String> vocabulary = new HashSet<>();

    public Resemblance(List<Probe> probes) {
        for (var probe : probes) {
            var own = words(probe.tried());
            if (!own.isEmpty() && !isEverydayWork(probe, own)) {
                words.put(probe, own);
                vocabulary.addAll(own);
            }
        }
    }

    /** What a service does all day, in a place or on a table that the words do not tell. */
    private static boolean isEverydayWork(Probe probe, List<String> own) {
        return probe.aim() == Aim.ITSELF
                && (probe.place() != Place.OWN
                        || !own.contains("table") && GENERAL.containsAll(own));
    }

    /**
     * @param atVictim whether the statement is aimed at another service
     */
    public Optional<Probe> of(String sql, boolean atVictim) {
        var known = words(sql).stream().filter(vocabulary::contains).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return words.entrySet().stream()
                .filter(it -> (it.getKey().aim() == Aim.VICTIM) == atVictim)
                .filter(it -> it.getValue().getFirst().equals(known.getFirst()))
                .filter(it -> sharesWhatTells(it.getValue(), known))
                .filter(it -> common(it.getValue(), known) >= ENOUGH)
                .max(
                        Comparator.comparingDouble(
                                it -> common(it.getValue(), known))) // the first of equals
                .map(Map.Entry::getKey);
    }

    private static boolean sharesWhatTells(List<String> probe, List<String> others) {
        var telling = probe.stream().filter(it -> !GENERAL.contains(it)).toList();
        return telling.isEmpty() || telling.stream().anyMatch(others::contains);
    }

    private static double common(List<String> some, List<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        var both = new HashSet<>(some);
        both.retainAll(others);
        return (double) both.size() / all.size();
    }

    private static List<String> words(String sql) {
        var plain = TEXT.matcher(sql.toLowerCase(Locale.ROOT)).replaceAll(" ");
        var telling =
                plain.replaceAll("\\{(victim\\.)?history}", "flyway_schema_history")
                        .replaceAll("\\{victim\\.(published|api)}|\\b\\w+_api\\b", "published");
        return WORD.matcher(NAME.matcher(telling).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .filter(it -> !FILLING.contains(it))
                .toList();
    }
}
