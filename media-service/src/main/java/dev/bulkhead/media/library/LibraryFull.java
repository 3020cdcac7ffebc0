package dev.bulkhead.media.library;

/** The disk has no room for this. */
public class LibraryFull extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
