package dev.bulkhead.payment.idempotency;

import org.jspecify.annotations.Nullable;

/** What became of the claim to a key. */
sealed interface Claim {

    /** The caller carries the request out. */
    record Granted(OnceId once) implements Claim {}

    /** It was carried out already, with this answer. */
    record Answered(Answer answer) implements Claim {}

    /** Somebody is carrying it out right now. */
    record InUse() implements Claim {}

    /** The key stands for another request. */
    record Reused() implements Claim {}

    /** An answer as it was sent. */
    record Answer(int status, String body, @Nullable String type, @Nullable String location) {}
}
