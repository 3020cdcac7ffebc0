package dev.bulkhead.shared.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a caller may send.
 *
 * @param maxBodySize of a request; more is answered with 413 and the problem body-too-large
 * @param unlimitedPaths path patterns whose controllers limit the body themselves, while streaming
 */
@ConfigurationProperties("bulkhead.web")
record WebLimits(
        @DefaultValue("256KB") DataSize maxBodySize, @DefaultValue List<String> unlimitedPaths) {}
