package dev.bulkhead.provisioning.manifest;

import java.util.Arrays;
import java.util.Comparator;

/** Guesses which word was meant. */
final class Spelling {

    private static final int MOST_SLIPS = 3;

    private Spelling() {}

    static String suggestion(String word, String... known) {
        return Arrays.stream(known)
                .min(Comparator.comparingInt(it -> distance(word, it)))
                .filter(it -> distance(word, it) <= Math.min(MOST_SLIPS, word.length() / 2))
                .map("; did you mean \"%s\"?"::formatted)
                .orElse("; there are " + String.join(", ", known));
    }

    /** Levenshtein's: how many letters must be added, dropped or changed. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
