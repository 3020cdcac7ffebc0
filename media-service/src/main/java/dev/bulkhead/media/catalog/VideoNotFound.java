package dev.bulkhead.media.catalog;

/** The library has no video of this id. */
public class VideoNotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final VideoId id;

    public VideoNotFound(VideoId id) {
        this.id = id;
    }

    public VideoId id() {
        return id;
    }
}
