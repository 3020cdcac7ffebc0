package dev.bulkhead.media.catalog;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tags and categories are kept and looked for in one form. */
public final class TagText {

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Lower case, single spaces: " New York" and "new york" are one tag. */
    public static String of(String text) {
        var lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return BLANKS.matcher(lower).replaceAll(" ").strip();
    }

    private TagText() {}
}
