package dev.bulkhead.payment.idempotency;

import java.util.UUID;

/**
 * Names what a request with an <code>Idempotency-Key</code> makes: an order, a refund, an attempt
 * to pay.
 *
 * <p>It stays the same when the request is carried out again, after a crash or an answer that was
 * not final, so that a use case can find what it had already made. A controller takes it as its
 * last parameter: once it is handed out, the request counts as begun and its answer is kept.
 *
 * @param isNew whether the request is carried out for the first time, so that nothing can have been
 *     made yet
 */
public record OnceId(UUID id, boolean isNew) {

    /** Of a request that may have been begun before. */
    public OnceId(UUID id) {
        this(id, false);
    }
}
