package dev.bulkhead.media.tag;

/** The video carries as many tags as one may. */
class TooManyTags extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
