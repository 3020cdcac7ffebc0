package dev.bulkhead.media.library;

/** The sender stopped before the end. */
public class UploadIncomplete extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UploadIncomplete(Throwable cause) {
        super(cause);
    }
}
