package dev.bulkhead.media.scan;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A walk through the folder: how far it is, or what it found. */
@Schema(name = "Scan")
record Scan(UUID id, State state, Counts counts, Instant startedAt, @Nullable Instant finishedAt) {

    enum State {
        RUNNING,
        FINISHED,
        FAILED,
        /** The instance that ran it ended. */
        INTERRUPTED
    }

    @Schema(name = "ScanCounts")
    record Counts(
            @Schema(description = "files met so far") long seen,
            long added,
            @Schema(description = "same file, new content") long changed,
            @Schema(description = "same content, new file") long moved,
            long unchanged,
            @Schema(description = "files that are gone") long vanished,
            @Schema(description = "files that had been gone") long returned,
            @Schema(description = "content that the library holds elsewhere") long duplicates,
            @Schema(description = "files that are no video") long unsupported,
            @Schema(description = "links, unreadable files") long skipped) {}
}
