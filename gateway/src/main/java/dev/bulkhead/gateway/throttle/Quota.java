package dev.bulkhead.gateway.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bulkhead.gateway.problem.Problem;
import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is left of one rate, for each client. */
final class Quota {

    private final String policy;
    private final String exhausted;
    private final Rate rate;
    private final Cache<String, Bucket> buckets;

    Quota(String name, Rate rate, int maxClients) {
        this.rate = rate;
        this.policy =
                "\"" + name + "\";q=" + rate.burst() + ";w=" + Math.max(1, secondsToFill(rate));
        this.exhausted = "\"" + name + "\";r=0;t=";
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(maxClients)
                        .expireAfterAccess(Duration.ofSeconds(2 * secondsToFill(rate) + 1))
                        .build();
    }

    /** Takes one; when none is left, answers 429 and returns false. */
    boolean admits(String client, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var left = buckets.get(client, unseen -> rate.newBucket());
        var probe = left.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return true;
        }
        var wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
        response.setHeader("Retry-After", Long.toString(wait));
        response.setHeader("RateLimit-Policy", policy);
        response.setHeader("RateLimit", exhausted + wait);
        Problem.TOO_MANY_REQUESTS.writeTo(request, response);
        return false;
    }

    /** How many clients are remembered. */
    long clients() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private static long secondsToFill(Rate rate) {
        return rate.per().multipliedBy(rate.burst()).dividedBy(rate.requests()).toSeconds();
    }
}
