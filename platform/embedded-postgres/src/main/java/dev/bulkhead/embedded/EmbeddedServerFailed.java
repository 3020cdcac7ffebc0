package dev.bulkhead.embedded;

/** The embedded server could not do what was asked; the message says why in words for the user. */
public class EmbeddedServerFailed extends RuntimeException {

    EmbeddedServerFailed(String message) {
        super(message);
    }

    EmbeddedServerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
