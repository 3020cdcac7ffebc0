package dev.bulkhead.system;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** People who keep looking at one page of each service while something happens to it. */
final class Visitors implements AutoCloseable {

    static final Map<String, String> PAGES =
            Map.of(
                    "auth-service", "/api/auth/me",
                    "payment-service", "/api/payment/orders",
                    "game-service", "/api/game/lobbies",
                    "media-service", "/api/media/videos");

    private static final int NOTHING = 0;
    private static final long PERIOD_MILLISECONDS = 100;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(8);
    private final Map<String, Map<Integer, AtomicInteger>> answers = new ConcurrentHashMap<>();

    /**
     * Each of them asks for every page up to ten times a second. Never faster, to catch up, because
     * the gateway would count that.
     */
    Visitors(List<Person> people) {
        for (var person : people) {
            PAGES.forEach((service, path) ->
                    clock.scheduleWithFixedDelay(
                            () -> count(service, person, path),
                            0,
                            PERIOD_MILLISECONDS,
                            TimeUnit.MILLISECONDS));
        }
    }

    private void count(String service, Person person, String path) {
        int status;
        try {
            status = person.get(path).status();
        } catch (IllegalStateException e) {
            status = NOTHING;
        }
        answers.computeIfAbsent(service, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(status, _ -> new AtomicInteger())
                .incrementAndGet();
    }

    /** How often a service's page was answered with which status; 0 is no answer at all. */
    Map<Integer, AtomicInteger> answers(String service) {
        return answers.getOrDefault(service, Map.of());
    }

    int good(String service) {
        return answers(service).getOrDefault(200, new AtomicInteger()).get();
    }

    @Override
    public void close() {
        clock.close();
    }

    @Override
    public String toString() {
        return answers.toString();
    }
}
