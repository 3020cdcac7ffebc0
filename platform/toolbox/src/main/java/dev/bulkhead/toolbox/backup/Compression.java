package dev.bulkhead.toolbox.backup;

import dev.bulkhead.toolbox.program.Program;
import dev.bulkhead.toolbox.program.ProgramFailed;
import java.util.List;

/** How a dump is made small: by the best that the program at hand was built with. */
enum Compression {
    ZSTD("zstd"),
    GZIP("gzip");

    private static final int ZSTD_SINCE = 16;

    private final String word;

    Compression(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Older programs know only gzip, and only a number for it; theirs is the default. */
    List<String> arguments() {
        return this == ZSTD ? List.of("--compress=zstd") : List.of();
    }

    static Compression of(Program dump) {
        return dump.major() >= ZSTD_SINCE && knowsZstd(dump) ? ZSTD : GZIP;
    }

    /**
     * Whether it was built with zstd is refused before it looks for a server, and not told
     * otherwise.
     */
    private static boolean knowsZstd(Program dump) {
        try {
            dump.with(
                            List.of(
                                    "--format=custom",
                                    "--compress=zstd",
                                    "--file=/dev/null",
                                    "--host=/nonexistent",
                                    "--dbname=none",
                                    "--no-password"))
                    .run();
            return true;
        } catch (ProgramFailed e) {
            return !String.valueOf(e.getMessage()).contains("zstd");
        }
    }
}
