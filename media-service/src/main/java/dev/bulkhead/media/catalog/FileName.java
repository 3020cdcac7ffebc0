package dev.bulkhead.media.catalog;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * What people call a video. Whatever was sent, this holds one plain name: no folders, no control or
 * direction-changing characters, nothing that Windows takes for a device when it is saved there.
 */
public record FileName(String value) {

    public static final int LONGEST = 255;

    private static final Pattern FOLDERS = Pattern.compile(".*[/\\\\]", Pattern.DOTALL);
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]");
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])([. ].*)?");

    public static FileName of(String text) {
        var name =
                UNSEEN.matcher(
                                FOLDERS.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                                        .replaceFirst(""))
                        .replaceAll("")
                        .strip();
        if (name.isEmpty() || name.chars().allMatch(it -> it == '.')) {
            name = "video";
        }
        if (DEVICE.matcher(name).matches()) {
            name = "_" + name;
        }
        return new FileName(cut(name));
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST)).strip();
    }
}
