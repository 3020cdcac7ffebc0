package dev.bulkhead.media.footage;

/** The content is no video, or none of a kind that this library takes. */
public class NotAVideo extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAVideo(String message) {
        super(message);
    }

    /** One sentence for the sender. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
