package dev.bulkhead.media.library;

/** More was sent than one upload may hold. */
public class UploadTooBig extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long limit;

    UploadTooBig(long limit) {
        this.limit = limit;
    }

    /** In bytes. */
    public long limit() {
        return limit;
    }
}
