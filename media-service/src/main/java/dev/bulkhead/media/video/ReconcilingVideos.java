package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.FileName;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.footage.Examined;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.library.LibraryPath;
import dev.bulkhead.media.library.StoredFile;
import dev.bulkhead.media.persistence.WithPersistence;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes rows agree with what a scan finds. A video follows its content: a file that was moved or
 * renamed keeps its id, and with it its tags and everybody's positions.
 */
@Service
@WithPersistence
public class ReconcilingVideos {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Library library;
    private final Videos videos;
    private final InstantSource clock;

    ReconcilingVideos(Library library, Videos videos, InstantSource clock) {
        this.library = library;
        this.videos = videos;
        this.clock = clock;
    }

    /** What became of a file that was read. */
    public enum Found {
        ADDED,
        CHANGED,
        MOVED,
        UNCHANGED,
        RETURNED,
        /** The library holds the content elsewhere. */
        DUPLICATE
    }

    /** What is known of a file. */
    public record Known(
            VideoId id, LibraryPath path, long size, Instant modifiedAt, boolean missing) {

        static Known of(Video video) {
            return new Known(
                    video.id(), video.path(), video.size(), video.modifiedAt(), video.isMissing());
        }

        /** Whether the file need not be read again. */
        public boolean looksLike(StoredFile file) {
            return size == file.size() && modifiedAt.equals(file.modifiedAt());
        }
    }

    /** What is known of these files, in one query. */
    @Transactional(readOnly = true)
    public Map<LibraryPath, Known> known(Collection<LibraryPath> paths) {
        return videos.findByFilePathIn(paths.stream().map(LibraryPath::value).toList()).stream()
                .map(Known::of)
                .collect(Collectors.toMap(Known::path, it -> it));
    }

    /** The next videos in the order of their ids; null asks for the first. */
    @Transactional(readOnly = true)
    public List<Known> knownAfter(@Nullable VideoId id, int limit) {
        return videos.findAfter(id == null ? BEFORE_ALL : id.id(), Limit.of(limit)).stream()
                .map(Known::of)
                .toList();
    }

    /**
     * Takes in a file that was read.
     *
     * @param finder owns what is new
     */
    @Transactional
    public Found found(StoredFile file, String hash, Examined examined, UUID finder) {
        var content =
                new Video.Content(file.path(), file.size(), file.modifiedAt(), hash, examined);
        var there = videos.findByFilePath(file.path().value()).flatMap(it -> videos.hold(it.id()));
        var same = videos.findByHash(hash).flatMap(it -> videos.hold(it.id()));
        if (same.isPresent()) {
            return known(same.get(), there, content);
        }
        if (there.isPresent()) {
            there.get().become(content, now());
            return Found.CHANGED;
        }
        var name = FileName.of(file.path().fileName());
        videos.saveAndFlush(Video.added(idFor(file), finder, name, content, now()));
        return Found.ADDED;
    }

    private Found known(Video same, Optional<Video> there, Video.Content content) {
        if (same.path().equals(content.path())) {
            var wasMissing = same.isMissing();
            same.become(content, now());
            return wasMissing ? Found.RETURNED : Found.UNCHANGED;
        }
        there.ifPresent(it -> it.giveWay(now()));
        videos.flush(); // the path is free before it is taken again
        if (isWhereItWas(same)) {
            return Found.DUPLICATE;
        }
        same.become(content, now());
        videos.flush();
        return Found.MOVED;
    }

    private boolean isWhereItWas(Video video) {
        return library.find(video.path()).filter(Known.of(video)::looksLike).isPresent();
    }

    /** An upload whose row was lost keeps the id that its file is named by. */
    private VideoId idFor(StoredFile file) {
        return Library.uploadId(file.path())
                .map(VideoId::new)
                .filter(it -> videos.findById(it).isEmpty())
                .orElseGet(VideoId::next);
    }

    /** The file is back, just as it was. */
    @Transactional
    public void returned(VideoId id) {
        videos.hold(id).ifPresent(it -> it.reappear(now()));
    }

    /** The file is gone, or no video any more. True if that was not known yet. */
    @Transactional
    public boolean lost(VideoId id) {
        var video = videos.hold(id).filter(it -> !it.isMissing());
        video.ifPresent(it -> it.lose(now()));
        return video.isPresent();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
