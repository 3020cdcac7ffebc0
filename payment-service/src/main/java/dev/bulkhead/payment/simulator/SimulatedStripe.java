package dev.bulkhead.payment.simulator;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe knows and does, as far as this service uses it: customers, intents, charges, refunds.
 * Objects are maps of the members Stripe's have, ready to be written as JSON. One monitor guards
 * everything.
 */
class SimulatedStripe {

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final InstantSource clock;

    /** Is told of each event: its type, and a copy of the object it is about. */
    private final BiConsumer<String, Map<String, Object>> events;

    SimulatedStripe(InstantSource clock, BiConsumer<String, Map<String, Object>> events) {
        this.clock = clock;
        this.events = events;
    }

    /** A refusal, as Stripe words it. */
    static class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        final int status;
        final transient Map<String, Object> error;

        Refusal(int status, Map<String, Object> error) {
            this.status = status;
            this.error = error;
        }
    }

    synchronized Map<String, Object> createCustomer(Map<String, String> form) throws Refusal {
        var it = stored("cus", "customer");
        it.put("email", form.get("email"));
        it.put("name", form.get("name"));
        it.put("metadata", metadata(form));
        return copy(it);
    }

    synchronized Map<String, Object> createIntent(Map<String, String> form) throws Refusal {
        long amount = wholeNumber(form, "amount");
        if (amount < 1) {
            throw invalid("parameter_invalid_integer", "amount", "This value must be at least 1.");
        }
        if (amount > 99_999_999) {
            throw invalid("amount_too_large", "amount", "Amount must be no more than 99999999.");
        }
        var currency = required(form, "currency");
        if (!currency.matches("[a-z]{3}")) {
            throw invalid("parameter_invalid_string", "currency", "Invalid currency: " + currency);
        }
        if (THREE_DECIMALS.contains(currency) && amount % 10 != 0) {
            throw invalid(
                    "parameter_invalid_integer",
                    "amount",
                    "Amounts in " + currency + " must end in 0.");
        }
        if (form.containsKey("customer")) {
            find("customer", form.get("customer"), "customer");
        }
        var it = stored("pi", "payment_intent");
        it.put("amount", amount);
        it.put("amount_received", 0L);
        it.put("currency", currency);
        it.put("customer", form.get("customer"));
        it.put("status", "requires_payment_method");
        it.put("payment_method", null);
        it.put("payment_method_types", List.of("card"));
        it.put("latest_charge", null);
        it.put("last_payment_error", null);
        it.put("canceled_at", null);
        it.put("client_secret", it.get("id") + "_secret_" + letters(24));
        it.put("metadata", metadata(form));
        tell("payment_intent.created", it);
        return "true".equals(form.get("confirm")) ? confirm(idOf(it), form) : copy(it);
    }

    synchronized Map<String, Object> intent(String id) throws Refusal {
        return copy(find("payment_intent", id, "intent"));
    }

    synchronized Map<String, Object> confirm(String id, Map<String, String> form) throws Refusal {
        var it = find("payment_intent", id, "intent");
        requireState(it, "confirm", "requires_payment_method", "requires_confirmation");
        var method = required(form, "payment_method");
        var card = TestCard.of(method);
        if (card == null) {
            throw missing("PaymentMethod", method, "payment_method");
        }
        it.put("payment_method", method);
        var charge = charge(it, card);
        it.put("latest_charge", charge.get("id"));
        if (card.declineCode() != null) {
            var error = decline(card, charge);
            it.put("last_payment_error", error);
            it.put("status", "requires_payment_method");
            it.put("payment_method", null);
            tell("charge.failed", charge);
            tell("payment_intent.payment_failed", it);
            var answered = new LinkedHashMap<>(error);
            answered.put("payment_intent", copy(it));
            throw new Refusal(402, answered);
        }
        it.put("last_payment_error", null);
        it.put("amount_received", it.get("amount"));
        it.put("status", "succeeded");
        tell("charge.succeeded", charge);
        tell("payment_intent.succeeded", it);
        return copy(it);
    }

    synchronized Map<String, Object> cancel(String id) throws Refusal {
        var it = find("payment_intent", id, "intent");
        requireState(
                it,
                "cancel",
                "requires_payment_method",
                "requires_confirmation",
                "requires_action");
        it.put("status", "canceled");
        it.put("canceled_at", clock.instant().getEpochSecond());
        tell("payment_intent.canceled", it);
        return copy(it);
    }

    synchronized Map<String, Object> refund(Map<String, String> form) throws Refusal {
        var intent = find("payment_intent", required(form, "payment_intent"), "payment_intent");
        if (!"succeeded".equals(intent.get("status"))) {
            throw invalid(
                    "charge_not_succeeded",
                    "payment_intent",
                    "This PaymentIntent does not have a successful charge to refund.");
        }
        var charge = find("charge", (String) intent.get("latest_charge"), "charge");
        long left = (long) charge.get("amount") - (long) charge.get("amount_refunded");
        if (left == 0) {
            throw invalid(
                    "charge_already_refunded",
                    null,
                    "Charge " + charge.get("id") + " has already been refunded.");
        }
        long amount = form.containsKey("amount") ? wholeNumber(form, "amount") : left;
        if (amount < 1 || amount > left) {
            throw invalid(
                    "parameter_invalid_integer",
                    "amount",
                    "Refund amount ("
                            + amount
                            + ") is greater than unrefunded amount on charge ("
                            + left
                            + ").");
        }
        charge.put("amount_refunded", (long) charge.get("amount_refunded") + amount);
        charge.put("refunded", left == amount);
        var it = stored("re", "refund");
        it.put("amount", amount);
        it.put("currency", charge.get("currency"));
        it.put("charge", charge.get("id"));
        it.put("payment_intent", intent.get("id"));
        it.put("reason", form.get("reason"));
        it.put("status", "succeeded");
        it.put("metadata", metadata(form));
        tell("refund.created", it);
        tell("charge.refunded", charge);
        tell("refund.updated", it);
        return copy(it);
    }

    synchronized Map<String, Object> refund(String id) throws Refusal {
        return copy(find("refund", id, "id"));
    }

    synchronized Map<String, Object> refundsOf(@Nullable String intent) {
        var refunds =
                objects.values().stream()
                        .filter(it -> "refund".equals(it.get("object")))
                        .filter(it -> intent == null || intent.equals(it.get("payment_intent")))
                        .map(SimulatedStripe::copy)
                        .collect(Collectors.toCollection(ArrayList::new))
                        .reversed();
        var list = new LinkedHashMap<String, Object>();
        list.put("object", "list");
        list.put("url", "/v1/refunds");
        list.put("has_more", false);
        list.put("data", refunds);
        return list;
    }

    /** Sends the money of a refund back to us, as a bank may do days later. */
    synchronized Map<String, Object> failRefund(String id) throws Refusal {
        var it = find("refund", id, "id");
        var charge = find("charge", (String) it.get("charge"), "charge");
        charge.put(
                "amount_refunded", (long) charge.get("amount_refunded") - (long) it.get("amount"));
        charge.put("refunded", false);
        changed.add(idOf(charge));
        it.put("status", "failed");
        it.put("failure_reason", "expired_or_canceled_card");
        tell("refund.failed", it);
        return copy(it);
    }

    /** Every charge that took money on an intent. */
    synchronized List<Map<String, Object>> successfulChargesOf(String intent) {
        return objects.values().stream()
                .filter(it -> "charge".equals(it.get("object")))
                .filter(it -> intent.equals(it.get("payment_intent")))
                .filter(it -> Boolean.TRUE.equals(it.get("paid")))
                .map(SimulatedStripe::copy)
                .toList();
    }

    /** All it knows, for keeping it between two starts. */
    synchronized List<Map<String, Object>> snapshot() {
        return objects.values().stream().map(SimulatedStripe::copy).toList();
    }

    /** The objects that have changed since the last call. */
    synchronized List<Map<String, Object>> changes() {
        var changes =
                changed.stream()
                        .map(objects::get)
                        .filter(Objects::nonNull)
                        .map(SimulatedStripe::copy)
                        .toList();
        changed.clear();
        return changes;
    }

    synchronized void forgetChanges() {
        changed.clear();
    }

    /** Knows again what it once did. */
    synchronized void restore(List<Map<String, Object>> known) {
        for (var it : known) {
            it.replaceAll(
                    (name, value) -> value instanceof Integer small ? small.longValue() : value);
            objects.put(idOf(it), new LinkedHashMap<>(it));
        }
    }

    private Map<String, Object> charge(Map<String, Object> intent, TestCard card) {
        var paid = card.declineCode() == null;
        var it = stored("ch", "charge");
        it.put("amount", intent.get("amount"));
        it.put("amount_captured", paid ? intent.get("amount") : 0L);
        it.put("amount_refunded", 0L);
        it.put("currency", intent.get("currency"));
        it.put("customer", intent.get("customer"));
        it.put("payment_intent", intent.get("id"));
        it.put("payment_method", intent.get("payment_method"));
        it.put("payment_method_details", Map.of("type", "card", "card", card.details()));
        it.put("captured", paid);
        it.put("paid", paid);
        it.put("refunded", false);
        it.put("status", paid ? "succeeded" : "failed");
        it.put("failure_code", paid ? null : "card_declined");
        it.put("metadata", intent.get("metadata"));
        return it;
    }

    private static Map<String, Object> decline(TestCard card, Map<String, Object> charge) {
        var error = new LinkedHashMap<String, Object>();
        error.put("type", "card_error");
        error.put("code", "card_declined");
        error.put("decline_code", card.declineCode());
        error.put("charge", charge.get("id"));
        error.put("message", "Your card was declined.");
        return error;
    }

    private static final Set<String> THREE_DECIMALS = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    private Map<String, Object> stored(String prefix, String object) {
        var it = new LinkedHashMap<String, Object>();
        it.put("id", prefix + "_" + letters(24));
        it.put("object", object);
        it.put("created", clock.instant().getEpochSecond());
        it.put("livemode", false);
        objects.put(idOf(it), it);
        changed.add(idOf(it));
        return it;
    }

    private Map<String, Object> find(String object, @Nullable String id, String parameter)
            throws Refusal {
        var it = objects.get(id);
        if (it == null || !object.equals(it.get("object"))) {
            throw missing(object, String.valueOf(id), parameter);
        }
        return it;
    }

    private static void requireState(Map<String, Object> intent, String verb, String... states)
            throws Refusal {
        if (!List.of(states).contains(intent.get("status"))) {
            var refusal =
                    invalid(
                            "payment_intent_unexpected_state",
                            null,
                            "You cannot "
                                    + verb
                                    + " this PaymentIntent because it has a status of "
                                    + intent.get("status")
                                    + ".");
            refusal.error.put("payment_intent", copy(intent));
            throw refusal;
        }
    }

    private void tell(String type, Map<String, Object> object) {
        changed.add(idOf(object));
        events.accept(type, copy(object));
    }

    static Refusal invalid(String code, @Nullable String parameter, String message) {
        var error = new LinkedHashMap<String, Object>();
        error.put("type", "invalid_request_error");
        error.put("code", code);
        error.put("message", message);
        if (parameter != null) {
            error.put("param", parameter);
        }
        return new Refusal(400, error);
    }

    private static Refusal missing(String object, String id, String parameter) {
        var refusal =
                invalid(
                        "resource_missing",
                        parameter,
                        "No such " + object.toLowerCase(Locale.ROOT) + ": '" + id + "'");
        return parameter.equals("payment_method") ? refusal : new Refusal(404, refusal.error);
    }

    private static String required(Map<String, String> form, String name) throws Refusal {
        var value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw invalid("parameter_missing", name, "Missing required param: " + name + ".");
        }
        return value;
    }

    private static long wholeNumber(Map<String, String> form, String name) throws Refusal {
        try {
            return Long.parseLong(required(form, name));
        } catch (NumberFormatException e) {
            throw invalid("parameter_invalid_integer", name, "Invalid integer: " + form.get(name));
        }
    }

    private static Map<String, String> metadata(Map<String, String> form) {
        var metadata = new LinkedHashMap<String, String>();
        form.forEach((name, value) -> {
            if (name.startsWith("metadata[") && name.endsWith("]")) {
                metadata.put(name.substring("metadata[".length(), name.length() - 1), value);
            }
        });
        return metadata;
    }

    private static Map<String, Object> copy(Map<String, Object> object) {
        return new LinkedHashMap<>(object);
    }

    private static String idOf(Map<String, Object> object) {
        return (String) Objects.requireNonNull(object.get("id"));
    }

    String letters(int count) {
        return random.ints(count, 0, ALPHABET.length())
                .mapToObj(it -> String.valueOf(ALPHABET.charAt(it)))
                .collect(Collectors.joining());
    }
}
