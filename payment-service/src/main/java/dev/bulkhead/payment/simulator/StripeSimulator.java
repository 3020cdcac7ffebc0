package dev.bulkhead.payment.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bulkhead.payment.provider.StripeAccess;
import dev.bulkhead.payment.provider.StripeStandIn;
import dev.bulkhead.payment.simulator.SimulatedStripe.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stand-in for Stripe: an HTTP server on loopback that speaks the part of Stripe's API that this
 * service uses, so that the official library runs as it does against Stripe. It moves no money.
 *
 * <p>Nobody outside reaches it: it listens on loopback, on a port of its own, and asks for a key
 * made anew at each start.
 */
@Component
public class StripeSimulator implements StripeStandIn, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(StripeSimulator.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_BODY = 64 * 1024;

    /** What goes wrong, while it does. */
    public enum Failure {
        /** Answers 503 and does nothing. */
        UNAVAILABLE,
        /** Does what is asked, but the answer is lost. */
        ANSWER_LOST,
        /** Does what is asked, but does not answer before it is healed. */
        ANSWER_LATE
    }

    private final SimulatorSettings settings;
    private final SimulatedStripe stripe;
    private final Deliveries deliveries;
    private final @Nullable Journal journal;
    private final Map<String, Once> answers = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final AtomicReference<CountDownLatch> health =
            new AtomicReference<>(new CountDownLatch(1));
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final String apiKey;
    private final String webhookSecret;
    private @Nullable HttpServer server;

    StripeSimulator(SimulatorSettings settings, InstantSource clock) {
        this.settings = settings;
        this.stripe = new SimulatedStripe(clock, this::tell);
        this.apiKey = "sk_test_simulator_" + stripe.letters(32);
        this.webhookSecret = "whsec_simulator_" + stripe.letters(32);
        this.deliveries =
                new Deliveries(JSON, clock, webhookSecret, prefix -> prefix + stripe.letters(24));
        var file = settings.journal();
        this.journal = file == null ? null : new Journal(file, JSON);
    }

    private void tell(String type, Map<String, Object> object) {
        deliveries.send(type, object);
    }

    @Override
    public StripeAccess start() {
        if (journal != null) {
            stripe.restore(journal.read());
            journal.rewrite(stripe.snapshot());
            stripe.forgetChanges();
        }
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The Stripe simulator cannot listen on port " + settings.port(), e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        if (settings.webhookUrl() != null) {
            deliveries.deliverTo(settings.webhookUrl());
        }
        var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        log.warn(
                """

                ************************************************************************
                *  NO REAL MONEY MOVES. No Stripe key is set (STRIPE_API_KEY), so a    *
                *  local simulator takes payments: cards are pm_card_visa,             *
                *  pm_card_mastercard, pm_card_chargeDeclined and                      *
                *  pm_card_chargeDeclinedInsufficientFunds.                            *
                ************************************************************************
                It listens on {}.\
                """,
                base);
        return new StripeAccess(apiKey, webhookSecret, base);
    }

    /** Delivers to this very service, unless told otherwise. */
    @EventListener
    void onWebServer(WebServerInitializedEvent event) {
        if (settings.webhookUrl() == null
                && event.getApplicationContext().getServerNamespace() == null) {
            deliveries.deliverTo(
                    URI.create(
                            "http://127.0.0.1:"
                                    + event.getWebServer().getPort()
                                    + "/api/payment/webhooks/stripe"));
        }
    }

    @Override
    public void destroy() {
        heal();
        if (server != null) {
            server.stop(0);
        }
        deliveries.stop();
    }

    /** Its webhooks, for tests to tamper with. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** How many charges took money on an intent. */
    public int successfulCharges(String intent) {
        return stripe.successfulChargesOf(intent).size();
    }

    /** What was taken on an intent, in minor units. */
    public long charged(String intent) {
        return stripe.successfulChargesOf(intent).stream()
                .mapToLong(it -> (long) it.get("amount_captured"))
                .sum();
    }

    /** What was given back on an intent, in minor units. */
    public long refunded(String intent) {
        return stripe.successfulChargesOf(intent).stream()
                .mapToLong(it -> (long) it.get("amount_refunded"))
                .sum();
    }

    /** Sends the money of a refund back to us, as a bank may do days later. */
    public void failRefund(String id) {
        try {
            stripe.failRefund(id);
        } catch (Refusal e) {
            throw new IllegalArgumentException("No refund " + id, e);
        }
    }

    /** Fails calls whose path ends so, such as <code>/confirm</code>, until healed. */
    public void fail(String pathEnd, Failure failure) {
        failures.put(pathEnd, failure);
    }

    /** Works again. */
    public void heal() {
        failures.clear();
        health.getAndSet(new CountDownLatch(1)).countDown();
    }

    private void awaitHealth() {
        try {
            health.get().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it stops
        }
    }

    /** How often a path ending so was called, whatever came of it. */
    public int calls(String pathEnd) {
        return calls.entrySet().stream()
                .filter(it -> it.getKey().endsWith(pathEnd))
                .mapToInt(it -> it.getValue().get())
                .sum();
    }

    private record Answer(int status, String body) {}

    private record Once(String request, CompletableFuture<Answer> answer) {}

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            calls.computeIfAbsent(path, it -> new AtomicInteger()).incrementAndGet();
            var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            var failure = failureOf(path);
            if (failure == Failure.UNAVAILABLE) {
                send(exchange, error(503, "api_error", "simulated_outage", "Simulated outage."));
                return;
            }
            var answer = answer(exchange, path, body);
            if (failure == Failure.ANSWER_LATE) {
                awaitHealth();
            }
            if (failure != Failure.ANSWER_LOST) { // else closed without an answer
                send(exchange, answer);
            }
        }
    }

    private Answer answer(HttpExchange exchange, String path, byte[] body) {
        if (body.length > LARGEST_BODY) {
            return error(413, "invalid_request_error", "body_too_large", "Too large.");
        }
        if (!("Bearer " + apiKey).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, "invalid_request_error", "api_key_invalid", "Invalid API Key.");
        }
        var text = new String(body, StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("GET")) {
            return carryOut(
                    "GET",
                    path,
                    form(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "")));
        }
        var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null) {
            return carryOut(exchange.getRequestMethod(), path, form(text));
        }
        return once(exchange, key, path + "\n" + text, path, text);
    }

    /** Stripe's behaviour: https://docs.stripe.com/api/idempotent_requests. */
    private Answer once(
            HttpExchange exchange, String key, String request, String path, String text) {
        var mine = new Once(request, new CompletableFuture<>());
        var other = answers.putIfAbsent(key, mine);
        if (other == null) {
            var answer = carryOut(exchange.getRequestMethod(), path, form(text));
            mine.answer().complete(answer);
            return answer;
        }
        if (!other.request().equals(request)) {
            return error(
                    400,
                    "idempotency_error",
                    "idempotency_error",
                    "Keys for idempotent requests can only be used with the same parameters they"
                            + " were first used with.");
        }
        if (!other.answer().isDone()) {
            return error(
                    409,
                    "idempotency_error",
                    "idempotency_key_in_use",
                    "There is currently another in-progress request using this key.");
        }
        exchange.getResponseHeaders().set("Idempotent-Replayed", "true");
        return other.answer().join();
    }

    private Answer carryOut(String method, String path, Map<String, String> form) {
        try {
            var parts = List.of(path.substring(1).split("/"));
            var done = route(method, parts, form);
            if (done == null) {
                return error(
                        404,
                        "invalid_request_error",
                        "url_invalid",
                        "Unrecognized request URL (" + method + ": " + path + ").");
            }
            return new Answer(200, JSON.writeValueAsString(done));
        } catch (Refusal e) {
            return new Answer(e.status, JSON.writeValueAsString(Map.of("error", e.error)));
        } finally {
            if (journal != null) {
                journal.append(stripe::changes);
            }
        }
    }

    private @Nullable Map<String, Object> route(
            String method, List<String> path, Map<String, String> form) throws Refusal {
        var post = method.equals("POST");
        return switch (path.size()) {
            case 2 ->
                    switch (path.get(1)) {
                        case "customers" -> post ? stripe.createCustomer(form) : null;
                        case "payment_intents" -> post ? stripe.createIntent(form) : null;
                        case "refunds" ->
                                post
                                        ? stripe.refund(form)
                                        : stripe.refundsOf(form.get("payment_intent"));
                        default -> null;
                    };
            case 3 ->
                    switch (path.get(1)) {
                        case "payment_intents" -> post ? null : stripe.intent(path.get(2));
                        case "refunds" -> post ? null : stripe.refund(path.get(2));
                        default -> null;
                    };
            case 4 ->
                    !post || !path.get(1).equals("payment_intents")
                            ? null
                            : switch (path.get(3)) {
                                case "confirm" -> stripe.confirm(path.get(2), form);
                                case "cancel" -> stripe.cancel(path.get(2));
                                default -> null;
                            };
            default -> null;
        };
    }

    private @Nullable Failure failureOf(String path) {
        return failures.entrySet().stream()
                .filter(it -> path.endsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static Answer error(int status, String type, String code, String message) {
        return new Answer(
                status,
                JSON.writeValueAsString(
                        Map.of("error", Map.of("type", type, "code", code, "message", message))));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Request-Id", "req_simulated");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static Map<String, String> form(String text) {
        var form = new LinkedHashMap<String, String>();
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
