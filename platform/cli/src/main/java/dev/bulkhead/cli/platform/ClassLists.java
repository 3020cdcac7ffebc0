package dev.bulkhead.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What several JVMs loaded, as one list. The format is that of {@code -XX:DumpLoadedClassList}: a
 * class a line, then what of it was resolved, as {@code @cp class index...}.
 */
final class ClassLists {

    private static final String RESOLVED = "@cp ";

    /** Counts the classes of one list. */
    private static final Pattern ID = Pattern.compile(" id: \\d+");

    private ClassLists() {}

    static List<String> merge(Collection<Path> lists) throws IOException {
        var lines = new LinkedHashSet<String>();
        var resolved = new TreeMap<String, TreeSet<Integer>>();
        for (var list : lists) {
            for (var line : Files.readAllLines(list)) {
                if (line.startsWith(RESOLVED)) {
                    var words = line.split(" ");
                    var indexes = resolved.computeIfAbsent(words[1], _ -> new TreeSet<>());
                    Arrays.stream(words).skip(2).map(Integer::valueOf).forEach(indexes::add);
                } else if (!line.startsWith("#") && !line.contains(" source: ")) {
                    lines.add(ID.matcher(line).replaceFirst(""));
                }
            }
        }
        var all = new ArrayList<>(lines);
        resolved.forEach((name, indexes) -> {
            var line = new StringBuilder(RESOLVED).append(name);
            indexes.forEach(it -> line.append(' ').append(it));
            all.add(line.toString());
        });
        return all;
    }
}
