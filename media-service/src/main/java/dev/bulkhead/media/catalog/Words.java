package dev.bulkhead.media.catalog;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The words of a name as search compares them: lower case, without accents, letters and digits
 * only. Made here and not by PostgreSQL, so that both sides agree whatever the database's locale.
 */
public final class Words {

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    public static List<String> of(String text) {
        var plain =
                ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT);
        return Arrays.stream(BETWEEN.split(plain)).filter(it -> !it.isEmpty()).distinct().toList();
    }

    private Words() {}
}
