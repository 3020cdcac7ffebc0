package dev.bulkhead.toolbox.look;

/** There is nothing to see; the message says why, and what to do, in words for the user. */
public final class LookingFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LookingFailed(String message) {
        super(message);
    }
}
