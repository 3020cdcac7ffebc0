package dev.bulkhead.toolbox.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a program said on its standard error, the last lines of it. */
final class Complaints {

    private static final int KEPT = 200;
    private static final Pattern ERROR = Pattern.compile("(?i)(.*\\b)?(error|fatal):.*");
    private static final Pattern MORE = Pattern.compile("(?i)(detail|hint): .*");

    private final String name;
    private final List<String> lines = new ArrayList<>();

    Complaints(String name) {
        this.name = name;
    }

    synchronized void add(String line) {
        if (lines.size() >= KEPT) {
            lines.removeFirst();
        }
        lines.add(line.startsWith(name + ": ") ? line.substring(name.length() + 2) : line);
    }

    /** The first thing that went wrong, else the last it said. */
    synchronized String sentence(int code) {
        for (int i = 0; i < lines.size(); i++) {
            if (ERROR.matcher(lines.get(i)).matches()) {
                return failed(lines.get(i).replaceFirst("^error: ", "") + more(i + 1));
            }
        }
        return lines.isEmpty()
                ? "%s ended with code %d and said nothing.".formatted(name, code)
                : failed(lines.getLast());
    }

    private String more(int from) {
        var more = new StringBuilder();
        for (int i = from; i < lines.size() && MORE.matcher(lines.get(i)).matches(); i++) {
            more.append(". ").append(lines.get(i));
        }
        return more.toString();
    }

    private String failed(String reason) {
        var text = reason.strip();
        return "%s failed: %s%s".formatted(name, text, text.matches("(?s).*[.!?]") ? "" : ".");
    }
}
