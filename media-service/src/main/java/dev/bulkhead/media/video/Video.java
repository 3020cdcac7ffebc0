package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.FileName;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.catalog.Words;
import dev.bulkhead.media.footage.Examined;
import dev.bulkhead.media.footage.Footage;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.library.LibraryPath;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A content that the library holds once, and the file in which it lies. */
@Entity
@Table(name = "videos")
class Video {

    @EmbeddedId private VideoId id;

    private UUID ownerId;
    private String filePath;
    private String fileName;
    private long fileSize;
    private Instant fileModifiedAt;
    private String mimeType;
    private @Nullable BigDecimal durationSeconds;

    @JdbcTypeCode(SqlTypes.JSON)
    private Footage metadata;

    private String hash;
    private @Nullable Instant missingSince;
    private String nameWords;
    private Instant createdAt;
    private Instant updatedAt;

    @Version private @Nullable Integer version; // null until stored: tells Spring Data it is new

    /** A content as it lies in a file. */
    record Content(
            LibraryPath path, long size, Instant modifiedAt, String hash, Examined examined) {}

    static Video added(VideoId id, UUID owner, FileName name, Content content, Instant now) {
        var video = new Video();
        video.id = id;
        video.ownerId = owner;
        video.createdAt = now;
        video.rename(name, now);
        video.become(content, now);
        return video;
    }

    void rename(FileName name, Instant now) {
        fileName = name.value();
        nameWords = String.join(" ", Words.of(name.value()));
        updatedAt = now;
    }

    /** The file has a new content, or the content a new file. */
    final void become(Content content, Instant now) {
        filePath = content.path().value();
        fileSize = content.size();
        fileModifiedAt = content.modifiedAt();
        mimeType = content.examined().format().mimeType();
        durationSeconds = content.examined().durationSeconds();
        metadata = content.examined().footage();
        hash = content.hash();
        missingSince = null;
        updatedAt = now;
    }

    /** The file was not found. */
    void lose(Instant now) {
        if (missingSince == null) {
            missingSince = now;
            updatedAt = now;
        }
    }

    /** The file is back, just as it was. */
    void reappear(Instant now) {
        missingSince = null;
        updatedAt = now;
    }

    /**
     * Another content lies where this one was. It is expected where an upload would bring it back.
     */
    void giveWay(Instant now) {
        var extension = filePath.substring(filePath.lastIndexOf('.') + 1);
        filePath =
                Library.uploadPath(id.id(), extension.matches("[a-z0-9]{1,8}") ? extension : "lost")
                        .value();
        lose(now);
    }

    boolean isMissing() {
        return missingSince != null;
    }

    boolean isOwnedBy(UUID user) {
        return ownerId.equals(user);
    }

    VideoId id() {
        return id;
    }

    LibraryPath path() {
        return new LibraryPath(filePath);
    }

    long size() {
        return fileSize;
    }

    Instant modifiedAt() {
        return fileModifiedAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Video() {} // JPA
}
