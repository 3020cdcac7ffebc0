package dev.bulkhead.media.library;

/** There is no such file, or none that may be read from here. */
public class FileMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
