package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.VideoId;

/** What became of an upload. Content that is there already is an answer, not an exception. */
sealed interface UploadOutcome {

    VideoId video();

    record Stored(VideoId video) implements UploadOutcome {}

    /** The uploader has brought the same content before. */
    record AlreadyYours(VideoId video) implements UploadOutcome {}

    /** Somebody else has. */
    record AlreadyThere(VideoId video) implements UploadOutcome {}
}
