package dev.bulkhead.toolbox.archive;

/** A backup or a restore could not do its work; the message says why in words for the user. */
public class ArchiveFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ArchiveFailed(String message) {
        super(message);
    }

    ArchiveFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
