package dev.bulkhead.media.scan;

import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.footage.NotAVideo;
import dev.bulkhead.media.footage.Probe;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.library.StoredFile;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.media.scan.Scan.State;
import dev.bulkhead.media.video.ReconcilingVideos;
import dev.bulkhead.media.video.ReconcilingVideos.Found;
import dev.bulkhead.media.video.ReconcilingVideos.Known;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/** Walks through the folder in the background and makes the catalogue agree with it. */
@Service
@WithPersistence
class ScanningLibrary {

    private static final Logger log = LoggerFactory.getLogger(ScanningLibrary.class);

    private static final int BATCH = 200;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);

    /** A younger upload without a row may be one whose transaction has not ended yet. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private final Library library;
    private final Probe probe;
    private final ReconcilingVideos reconciling;
    private final Scans scans;
    private final InstantSource clock;

    private volatile boolean stopping;
    private volatile @Nullable Thread running;

    ScanningLibrary(
            Library library,
            Probe probe,
            ReconcilingVideos reconciling,
            Scans scans,
            InstantSource clock) {
        this.library = library;
        this.probe = probe;
        this.reconciling = reconciling;
        this.scans = scans;
        this.clock = clock;
    }

    /** Starts a scan, unless one runs. New videos belong to the admin who asks. */
    void start(UUID admin) {
        scans.begin(admin)
                .ifPresent(id ->
                        running =
                                Thread.ofVirtual()
                                        .name("scan-" + id)
                                        .start(() -> new Run(id, admin).run()));
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        var scan = running;
        if (scan != null) {
            scan.join(Duration.ofSeconds(5));
        }
    }

    private static class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private class Run implements Library.Visitor {

        private final UUID id;
        private final UUID admin;
        private final Tally tally = new Tally();
        private final List<StoredFile> batch = new ArrayList<>();

        Run(UUID id, UUID admin) {
            this.id = id;
            this.admin = admin;
        }

        void run() {
            var ended = new CountDownLatch(1);
            var reporter = Thread.ofVirtual().start(() -> reportUntil(ended));
            var state = State.FAILED;
            try {
                library.walk(this);
                take();
                sweep();
                state = State.FINISHED;
            } catch (Interrupted e) {
                state = State.INTERRUPTED;
            } catch (RuntimeException | IOException e) {
                log.error("Scan {} failed", id, e);
            } finally {
                ended.countDown();
                end(reporter, state);
            }
        }

        private void reportUntil(CountDownLatch ended) {
            try {
                while (!ended.await(REPORT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    scans.report(id, tally.counts());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.warn("Scan {} could not report: {}", id, e.toString());
            }
        }

        private void end(Thread reporter, State state) {
            try {
                reporter.join();
                scans.end(id, state, tally.counts());
                log.info("Scan {} {}: {}", id, state, tally.counts());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error("Scan {} ended as {}, but could not say so", id, state, e);
            }
        }

        @Override
        public void file(StoredFile file) {
            tally.saw();
            batch.add(file);
            if (batch.size() == BATCH) {
                take();
            }
        }

        @Override
        public void skipped() {
            tally.skipped();
        }

        private void take() {
            var known = reconciling.known(batch.stream().map(StoredFile::path).toList());
            for (var file : batch) {
                goOn();
                take(file, known.get(file.path()));
            }
            batch.clear();
        }

        private void take(StoredFile file, @Nullable Known known) {
            if (known != null && known.looksLike(file)) {
                if (known.missing()) {
                    reconciling.returned(known.id());
                    tally.found(Found.RETURNED);
                } else {
                    tally.found(Found.UNCHANGED);
                }
            } else if (known != null || !isArriving(file)) {
                read(file, known);
            }
        }

        private boolean isArriving(StoredFile file) {
            return Library.uploadId(file.path()).isPresent()
                    && file.modifiedAt().isAfter(clock.instant().minus(SETTLED));
        }

        private void read(StoredFile file, @Nullable Known known) {
            try {
                var examined = probe.examine(file.file());
                var hash = library.hash(file);
                var found = reconcile(() -> reconciling.found(file, hash, examined, admin));
                tally.found(found);
                if (found == Found.DUPLICATE && Library.uploadId(file.path()).isPresent()) {
                    library.erase(file.path()); // the rest of an upload that was not completed
                }
            } catch (NotAVideo e) {
                tally.unsupported();
                if (known != null && reconciling.lost(known.id())) {
                    tally.vanished();
                }
            } catch (IOException e) {
                log.warn("Scan {} could not read {}: {}", id, file.path(), e.toString());
                tally.skipped();
            }
        }

        /** An upload of the same content may have come first: then the second look sees it. */
        private Found reconcile(Supplier<Found> look) {
            try {
                return look.get();
            } catch (DataIntegrityViolationException e) {
                return look.get();
            }
        }

        /** Looks for the file of every video, a page at a time. */
        private void sweep() {
            VideoId last = null;
            for (var page = reconciling.knownAfter(last, BATCH);
                    !page.isEmpty();
                    page = reconciling.knownAfter(last, BATCH)) {
                for (var video : page) {
                    goOn();
                    if (!video.missing()
                            && library.find(video.path()).isEmpty()
                            && reconciling.lost(video.id())) {
                        tally.vanished();
                    }
                }
                last = page.getLast().id();
            }
        }

        private void goOn() {
            if (stopping) {
                throw new Interrupted();
            }
        }
    }
}
