package dev.bulkhead.media.tag;

/** The video carries no tag of this id. */
class TagNotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
