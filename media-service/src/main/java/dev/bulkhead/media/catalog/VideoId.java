package dev.bulkhead.media.catalog;

import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.Embeddable;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names one video in paths and rows. Ids of stored videos sort by the time they were added. */
@Embeddable
public record VideoId(UUID id) {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public static VideoId next() {
        return new VideoId(TimeOrderedIds.next());
    }

    /** Binds path variables, so that nothing but an id ever arrives by one. */
    public static VideoId of(String text) {
        if (!FORM.matcher(text).matches()) { // UUID.fromString takes 1-1-1-1-1
            throw new IllegalArgumentException("Not the id of a video");
        }
        return new VideoId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
