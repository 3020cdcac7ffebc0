package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.FileName;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.footage.Examined;
import dev.bulkhead.media.footage.Probe;
import dev.bulkhead.media.library.Arrival;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.media.video.UploadOutcome.AlreadyThere;
import dev.bulkhead.media.video.UploadOutcome.AlreadyYours;
import dev.bulkhead.media.video.UploadOutcome.Stored;
import dev.bulkhead.shared.db.ViolatedConstraint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes uploads in.
 *
 * <p>The row comes first and decides, by the unique key on the hash, which of several uploads of
 * one content is kept; only that one moves its file into place, as the last step before the commit.
 */
@Service
@WithPersistence
class UploadingVideos {

    private static final Logger log = LoggerFactory.getLogger(UploadingVideos.class);

    private final Library library;
    private final Probe probe;
    private final Videos videos;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    UploadingVideos(
            Library library,
            Probe probe,
            Videos videos,
            TransactionOperations transaction,
            InstantSource clock) {
        this.library = library;
        this.probe = probe;
        this.videos = videos;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @param declared how many bytes the sender announced, or -1
     * @param name what the sender calls it; null for a name of our own
     */
    UploadOutcome upload(InputStream content, long declared, @Nullable String name, UUID uploader)
            throws IOException {
        try (var arrival = library.receive(content, declared, probe::recognise)) {
            var examined = probe.examine(arrival.file());
            var known = videos.findByHash(arrival.hash());
            if (known.isPresent()) {
                return again(known.get(), arrival, examined, uploader);
            }
            return store(arrival, examined, name, uploader);
        }
    }

    private UploadOutcome store(
            Arrival arrival, Examined examined, @Nullable String name, UUID uploader) {
        var id = VideoId.next();
        var called = FileName.of(name == null ? "video." + examined.format().extension() : name);
        var content = content(id, arrival, examined);
        try {
            transaction.executeWithoutResult(_ -> {
                videos.saveAndFlush(Video.added(id, uploader, called, content, now()));
                shelve(arrival, content);
            });
            return new Stored(id);
        } catch (DataIntegrityViolationException e) {
            var sameContent =
                    ViolatedConstraint.in(e).filter(it -> it.name().endsWith("videos_hash_key"));
            if (sameContent.isEmpty()) {
                throw e;
            }
            return again(
                    videos.findByHash(arrival.hash()).orElseThrow(() -> e),
                    arrival,
                    examined,
                    uploader);
        } catch (RuntimeException e) {
            takeBackUnlessStored(id, content);
            throw e;
        }
    }

    /** The content is known. If only its file got lost, its owner brings it back. */
    private UploadOutcome again(Video known, Arrival arrival, Examined examined, UUID uploader) {
        if (!known.isOwnedBy(uploader)) {
            return new AlreadyThere(known.id());
        }
        if (known.isMissing() || library.find(known.path()).isEmpty()) {
            var content = content(known.id(), arrival, examined);
            transaction.executeWithoutResult(_ -> {
                var video = videos.require(known.id());
                video.become(content, now());
                videos.saveAndFlush(video);
                shelve(arrival, content);
            });
        }
        return new AlreadyYours(known.id());
    }

    private static Video.Content content(VideoId id, Arrival arrival, Examined examined) {
        return new Video.Content(
                Library.uploadPath(id.id(), examined.format().extension()),
                arrival.size(),
                arrival.modifiedAt(),
                arrival.hash(),
                examined);
    }

    private void shelve(Arrival arrival, Video.Content content) {
        try {
            library.shelve(arrival, content.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A commit that failed may have happened all the same. A file without a row is found by the
     * next scan; a row without a file would be a loss, so in doubt the file stays.
     */
    private void takeBackUnlessStored(VideoId id, Video.Content content) {
        try {
            if (videos.findById(id).isEmpty()) {
                library.erase(content.path());
            }
        } catch (RuntimeException | IOException e) {
            log.warn("Upload {} may have left its file behind: {}", id, e.toString());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
