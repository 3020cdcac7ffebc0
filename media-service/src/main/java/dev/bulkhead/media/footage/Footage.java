package dev.bulkhead.media.footage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of its pictures and its sound; null where it does not.
 *
 * @param width in pixels
 * @param height in pixels
 * @param frameRate pictures a second
 * @param videoCodec as metadata-extractor names it, for example <code>H.264</code>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Footage(
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable BigDecimal frameRate,
        @Nullable String videoCodec,
        @Nullable String audioCodec) {

    static final Footage UNKNOWN = new Footage(null, null, null, null, null);
}
