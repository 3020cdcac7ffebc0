package dev.bulkhead.payment.simulator;

import com.stripe.Stripe;
import com.stripe.net.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The webhooks of the simulator: signed like Stripe's, repeated until they are taken, in no
 * particular order. A test can hold them back, release them in an order of its own, multiply them
 * or lose them.
 */
public class Deliveries {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final int TRIES = 10;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /** An event on its way. */
    public record Delivery(String id, String type, String payload) {}

    private final JsonMapper json;
    private final InstantSource clock;
    private final String secret;
    private final UnaryOperator<String> ids;
    private final ExecutorService couriers = Executors.newVirtualThreadPerTaskExecutor();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Delivery> held = new ArrayList<>();
    private @Nullable URI target;
    private boolean holding;
    private boolean losing;
    private int copies = 1;
    private Duration delay = Duration.ZERO;
    private int underWay;
    private @Nullable HttpClient http; // takes a while to make, and many never need it

    Deliveries(JsonMapper json, InstantSource clock, String secret, UnaryOperator<String> ids) {
        this.json = json;
        this.clock = clock;
        this.secret = secret;
        this.ids = ids;
    }

    void deliverTo(URI target) {
        lock.lock();
        try {
            this.target = target;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void send(String type, Map<String, Object> object) {
        var delivery = eventOf(type, object);
        lock.lock();
        try {
            if (holding) {
                held.add(delivery);
            } else if (!losing) {
                for (int i = 0; i < copies; i++) {
                    dispatch(delivery);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Delivery eventOf(String type, Map<String, Object> object) {
        var event = new LinkedHashMap<String, Object>();
        event.put("id", ids.apply("evt_"));
        event.put("object", "event");
        event.put("api_version", Stripe.API_VERSION);
        event.put("created", clock.instant().getEpochSecond());
        event.put("livemode", false);
        event.put("pending_webhooks", 1);
        event.put("type", type);
        event.put("data", Map.of("object", object));
        return new Delivery((String) event.get("id"), type, json.writeValueAsString(event));
    }

    /** Holds back all events from now on. */
    public void hold() {
        lock.lock();
        try {
            holding = true;
        } finally {
            lock.unlock();
        }
    }

    /** What is held back, in the order it happened. */
    public List<Delivery> held() {
        lock.lock();
        try {
            return List.copyOf(held);
        } finally {
            lock.unlock();
        }
    }

    /** Delivers what was held back, and holds nothing any more. */
    public void release() {
        lock.lock();
        try {
            holding = false;
            held.forEach(this::dispatch);
            held.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Loses all events from now on. */
    public void lose() {
        lock.lock();
        try {
            losing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers each event so many times at once from now on. */
    public void multiply(int copies) {
        lock.lock();
        try {
            this.copies = copies;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers each event only after this time from now on. */
    public void delay(Duration delay) {
        lock.lock();
        try {
            this.delay = delay;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers each event once, at once; forgets what is held. */
    public void reset() {
        lock.lock();
        try {
            holding = false;
            losing = false;
            copies = 1;
            delay = Duration.ZERO;
            held.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way; false if something still is then. */
    public boolean awaitQuiet(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (underWay > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Signs a payload as of now. */
    public String sign(String payload) {
        return sign(payload, clock.instant().getEpochSecond());
    }

    /** Signs a payload as of then, in seconds of the epoch. */
    public String sign(String payload, long timestamp) {
        try {
            return "t="
                    + timestamp
                    + ",v1="
                    + Webhook.Util.computeHmacSha256(secret, timestamp + "." + payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
        }
    }

    private void dispatch(Delivery delivery) {
        underWay++;
        var wait = delay;
        couriers.execute(() -> {
            try {
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                carry(delivery);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the service stops
            } finally {
                arrived();
            }
        });
    }

    private void arrived() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void carry(Delivery delivery) throws InterruptedException {
        var pause = FIRST_PAUSE;
        for (int i = 0; i < TRIES; i++) {
            if (taken(delivery)) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = pause.multipliedBy(2);
        }
        log.warn("Nobody takes the event {} ({})", delivery.id(), delivery.type());
    }

    private boolean taken(Delivery delivery) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(awaitTarget())
                        .timeout(Duration.ofSeconds(10))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("Stripe-Signature", sign(delivery.payload()))
                        .POST(BodyPublishers.ofString(delivery.payload()))
                        .build();
        try {
            return client().send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpClient client() {
        lock.lock();
        try {
            if (http == null) {
                http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
            }
            return http;
        } finally {
            lock.unlock();
        }
    }

    private URI awaitTarget() throws InterruptedException {
        lock.lock();
        try {
            while (target == null) {
                changed.await();
            }
            return target;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        couriers.shutdownNow();
        lock.lock();
        try {
            if (http != null) {
                http.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }
}
