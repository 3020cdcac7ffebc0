package dev.bulkhead.media.footage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A file that is a video.
 *
 * @param durationSeconds to the millisecond; null where the file does not tell
 */
public record Examined(VideoFormat format, @Nullable BigDecimal durationSeconds, Footage footage) {}
