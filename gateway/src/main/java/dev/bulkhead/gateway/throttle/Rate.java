package dev.bulkhead.gateway.throttle;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * So many requests per time, more for a moment.
 *
 * @param requests in the long run
 * @param per the time in which that many are regained
 * @param burst how many at once after a pause
 */
record Rate(int requests, Duration per, int burst) {

    Rate {
        if (requests < 1 || burst < 1 || per == null || !per.isPositive()) {
            throw new IllegalArgumentException(
                    "a rate in bulkhead.gateway.rate-limit needs requests, per and burst greater"
                            + " than 0, but has "
                            + requests
                            + ", "
                            + per
                            + " and "
                            + burst);
        }
    }

    Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(requests, per))
                .build();
    }
}
