package dev.bulkhead.media.footage;

/** The containers that the library can tell from one another. */
public enum VideoFormat {
    MP4("video/mp4", "mp4"),
    QUICKTIME("video/quicktime", "mov"),
    AVI("video/x-msvideo", "avi"),
    WEBM("video/webm", "webm"),
    MATROSKA("video/x-matroska", "mkv");

    /** How many bytes of a file's beginning are enough to recognise it. */
    public static final int HEAD = 64;

    private final String mimeType;
    private final String extension;

    VideoFormat(String mimeType, String extension) {
        this.mimeType = mimeType;
        this.extension = extension;
    }

    public String mimeType() {
        return mimeType;
    }

    /** Without a dot. */
    public String extension() {
        return extension;
    }
}
