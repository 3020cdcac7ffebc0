package dev.bulkhead.media.catalog;

import dev.bulkhead.media.footage.Footage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A video as viewers see it. */
@Schema(name = "Video")
public record VideoView(
        UUID id,
        String name,
        @Schema(description = "in bytes") long size,
        String mimeType,
        @Schema(description = "null where the file does not tell")
                @Nullable BigDecimal durationSeconds,
        Footage metadata,
        @Schema(description = "SHA-256 of the content; null without a database")
                @Nullable String hash,
        @Schema(description = "who may change it; null without a database") @Nullable UUID ownerId,
        @Schema(description = "false while the file is missing from the folder") boolean available,
        List<Tag> tags,
        Instant createdAt,
        Instant updatedAt) {

    /** A word by which the video is found. */
    @Schema(name = "Tag")
    public record Tag(UUID id, String category, String name) {}
}
