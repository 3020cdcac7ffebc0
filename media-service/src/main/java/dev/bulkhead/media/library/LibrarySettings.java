package dev.bulkhead.media.library;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the videos lie, and how much may be put there.
 *
 * @param library the folder that holds the videos; created when absent
 * @param maxUploadSize how large one upload may be
 * @param keepFree how much of the disk uploads leave free
 */
@ConfigurationProperties("bulkhead.media")
record LibrarySettings(
        @DefaultValue(".bulkhead/media") Path library,
        @DefaultValue("2GB") DataSize maxUploadSize,
        @DefaultValue("256MB") DataSize keepFree) {

    LibrarySettings {
        if (maxUploadSize.toBytes() <= 0) {
            throw new IllegalArgumentException(
                    "bulkhead.media.max-upload-size must be positive, but was " + maxUploadSize);
        }
    }
}
