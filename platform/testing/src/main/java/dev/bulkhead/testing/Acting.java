package dev.bulkhead.testing;

import java.util.HexFormat;
import java.util.UUID;

/**
 * In whose name a transaction acts, as policies of row-level security read it.
 *
 * @param setting the setting local to the transaction; empty for nobody
 */
public record Acting(String setting, String value) {

    /** Somebody forgot to say. */
    public static Acting asNobody() {
        return new Acting("", "");
    }

    public static Acting as(UUID user) {
        return new Acting("app.current_user_id", user.toString());
    }

    public static Acting asJob(String job) {
        return new Acting("app.current_job", job);
    }

    /** Whoever has presented a secret with this hash. */
    public static Acting asHolder(byte[] hash) {
        return new Acting("app.presented_hash", HexFormat.of().formatHex(hash));
    }
}
