package dev.bulkhead.media.video;

/** The caller may see the video, but not change it. */
class NotYourVideo extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
