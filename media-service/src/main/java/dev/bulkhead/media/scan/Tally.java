package dev.bulkhead.media.scan;

import dev.bulkhead.media.scan.Scan.Counts;
import dev.bulkhead.media.video.ReconcilingVideos.Found;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts while one thread scans and another reports. */
class Tally {

    private final Map<Found, AtomicLong> found = new EnumMap<>(Found.class);
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong vanished = new AtomicLong();
    private final AtomicLong unsupported = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();

    Tally() {
        for (var one : Found.values()) {
            found.put(one, new AtomicLong());
        }
    }

    void saw() {
        seen.incrementAndGet();
    }

    void found(Found what) {
        of(what).incrementAndGet();
    }

    void vanished() {
        vanished.incrementAndGet();
    }

    void unsupported() {
        unsupported.incrementAndGet();
    }

    void skipped() {
        skipped.incrementAndGet();
    }

    Counts counts() {
        return new Counts(
                seen.get(),
                of(Found.ADDED).get(),
                of(Found.CHANGED).get(),
                of(Found.MOVED).get(),
                of(Found.UNCHANGED).get(),
                vanished.get(),
                of(Found.RETURNED).get(),
                of(Found.DUPLICATE).get(),
                unsupported.get(),
                skipped.get());
    }

    private AtomicLong of(Found what) {
        return found.computeIfAbsent(what, _ -> new AtomicLong());
    }
}
