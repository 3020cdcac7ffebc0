package dev.bulkhead.toolbox.backup;

import java.util.regex.Pattern;

/** Turns what {@code pg_restore} tells of itself into what a person wants to know. */
final class ProgressOfRestore {

    private static final Pattern TABLE =
            Pattern.compile("processing data for table \"?([^\"]+?)\"?$");
    private static final Pattern FINISHED = Pattern.compile("finished item \\d+ TABLE DATA");

    private final int tables;
    private final Progress progress;
    private String table = "";
    private int finished;

    ProgressOfRestore(int tables, Progress progress) {
        this.tables = tables;
        this.progress = progress;
    }

    synchronized void hear(String line) {
        var found = TABLE.matcher(line);
        if (found.find()) {
            table = found.group(1);
            tell(table);
        } else if (FINISHED.matcher(line).find()) {
            finished++;
            tell(finished < tables ? table : "indexes and constraints");
        }
    }

    private void tell(String what) {
        progress.at("restoring %s, %d of %d tables done".formatted(what, finished, tables));
    }
}
