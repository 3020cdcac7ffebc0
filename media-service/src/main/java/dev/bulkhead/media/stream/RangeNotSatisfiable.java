package dev.bulkhead.media.stream;

/** Every range that was asked for begins beyond the end. */
class RangeNotSatisfiable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long length;

    RangeNotSatisfiable(long length) {
        this.length = length;
    }

    long length() {
        return length;
    }
}
