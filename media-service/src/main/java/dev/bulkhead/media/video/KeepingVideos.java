package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.FileName;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.library.Library.Discarded;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.web.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Renames videos, and deletes them: row and file both, or neither. */
@Service
@WithPersistence
class KeepingVideos {

    private static final Logger log = LoggerFactory.getLogger(KeepingVideos.class);

    private final Library library;
    private final Videos videos;
    private final Guard guard;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    KeepingVideos(
            Library library,
            Videos videos,
            Guard guard,
            TransactionOperations transaction,
            InstantSource clock) {
        this.library = library;
        this.videos = videos;
        this.guard = guard;
        this.transaction = transaction;
        this.clock = clock;
    }

    void rename(Caller caller, VideoId id, String name) {
        transaction.executeWithoutResult(_ ->
                guard.held(caller, id)
                        .rename(FileName.of(name), clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    /**
     * The file goes to the trash before the commit and from there after it. What lies in the trash
     * when the service dies is settled by its row at the next start.
     */
    void delete(Caller caller, VideoId id) {
        var discarded = new AtomicReference<@Nullable Discarded>();
        try {
            transaction.executeWithoutResult(_ -> {
                var video = guard.held(caller, id);
                videos.delete(video);
                videos.flush();
                discarded.set(discard(video).orElse(null));
            });
        } catch (RuntimeException e) {
            var file = discarded.get();
            if (file != null) {
                settle(id, file); // a commit that failed may have happened all the same
            }
            throw e;
        }
        var file = discarded.get();
        if (file != null) {
            erase(id, file);
        }
    }

    private Optional<Discarded> discard(Video video) {
        try {
            return library.discard(video.path(), video.id().id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void settleTrash() throws IOException {
        for (var id : library.trash()) {
            settle(new VideoId(id), library.inTrash(id));
        }
    }

    private void settle(VideoId id, Discarded file) {
        try {
            var path = transaction.execute(_ -> videos.hold(id).map(Video::path).orElse(null));
            if (path == null) {
                erase(id, file);
            } else if (library.find(path).isEmpty()) {
                file.putBack(path);
                log.info("Put back the file of {}, whose deletion did not complete", id);
            }
        } catch (RuntimeException | IOException e) {
            log.warn("The trash still holds {}: {}", id, e.toString());
        }
    }

    private static void erase(VideoId id, Discarded file) {
        try {
            file.erase();
        } catch (IOException e) {
            log.warn("The trash still holds {}: {}", id, e.toString());
        }
    }
}
