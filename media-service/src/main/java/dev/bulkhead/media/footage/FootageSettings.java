package dev.bulkhead.media.footage;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which videos the library takes.
 *
 * @param formats the containers that may be uploaded and that scans look for
 */
@ConfigurationProperties("bulkhead.media")
record FootageSettings(
        @DefaultValue({"mp4", "quicktime", "avi", "webm", "matroska"}) Set<VideoFormat> formats) {}
