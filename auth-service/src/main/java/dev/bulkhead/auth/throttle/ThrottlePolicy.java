package dev.bulkhead.auth.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How fast failures may follow each other.
 *
 * @param account for one account, wherever the attempts come from; by default 5 are free, then the
 *     delay doubles from a second to a quarter of an hour, and a day without failures forgets
 * @param address for one network address, whichever accounts it tries; by default 100 are free,
 *     since a whole office may share it, and a quarter of an hour forgets
 */
@ConfigurationProperties("bulkhead.auth.throttle")
record ThrottlePolicy(@Nullable Limit account, @Nullable Limit address) {

    ThrottlePolicy {
        account = account == null ? Limit.of(5, Duration.ofDays(1)) : account;
        address = address == null ? Limit.of(100, Duration.ofMinutes(15)) : address;
    }

    Limit of(Throttle.Kind kind) {
        var limit =
                switch (kind) {
                    case ACCOUNT -> account;
                    case ADDRESS -> address;
                };
        return Objects.requireNonNull(limit);
    }

    /**
     * One limit.
     *
     * @param freeAttempts failures that cost nothing
     * @param firstDelay wait after the first failure beyond those; each further one doubles it
     * @param longestDelay where the doubling ends
     * @param forgetAfter time without a failure after which counting begins anew
     */
    record Limit(
            int freeAttempts, Duration firstDelay, Duration longestDelay, Duration forgetAfter) {

        Limit {
            if (freeAttempts < 1) {
                throw new IllegalArgumentException(
                        "free-attempts must be at least 1, but was " + freeAttempts);
            }
            if (!firstDelay.isPositive() || longestDelay.compareTo(firstDelay) < 0) {
                throw new IllegalArgumentException(
                        "first-delay must be positive and longest-delay no shorter, but they were "
                                + firstDelay
                                + " and "
                                + longestDelay);
            }
            if (!forgetAfter.isPositive()) {
                throw new IllegalArgumentException(
                        "forget-after must be positive, but was " + forgetAfter);
            }
        }

        static Limit of(int freeAttempts, Duration forgetAfter) {
            return new Limit(
                    freeAttempts, Duration.ofSeconds(1), Duration.ofMinutes(15), forgetAfter);
        }

        /** How long nobody may try after this many failures. */
        Duration delayAfter(int failures) {
            if (failures <= freeAttempts) {
                return Duration.ZERO;
            }
            var doublings = Math.min(failures - freeAttempts - 1, 30);
            var delay = firstDelay.multipliedBy(1L << doublings);
            return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
        }
    }

    /**
     * Failures so far, and until when no further attempt is allowed. What costs nothing leaves that
     * as it was: an attempt which began a moment earlier, and only waited, is not refused for it.
     *
     * @param lastFailedAt the last attempt that is known to have failed, or the first one counted
     */
    record Count(int failures, Instant since, Instant lastFailedAt, Instant blockedUntil) {

        boolean blocks(Instant now) {
            return now.isBefore(blockedUntil);
        }

        Count plusOne(Limit limit, Instant now) {
            var forgotten = !now.isBefore(lastFailedAt.plus(limit.forgetAfter()));
            var more = forgotten ? 1 : Math.min(failures, 1_000_000) + 1;
            var delay = limit.delayAfter(more);
            return new Count(
                    more,
                    forgotten ? now : since,
                    forgotten ? now : lastFailedAt,
                    delay.isZero() ? blockedUntil : now.plus(delay));
        }
    }
}
