package dev.bulkhead.media.catalog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to list; null stands for everything.
 *
 * @param q beginnings of words in the name, all of which must occur
 * @param tag the name of a tag
 * @param category the category of a tag; with <code>tag</code>, of that one
 * @param owner whose videos
 */
public record CatalogQuery(
        @Nullable String q,
        @Nullable String tag,
        @Nullable String category,
        @Nullable UUID owner) {}
