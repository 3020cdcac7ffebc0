package dev.bulkhead.payment.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why money goes back. */
public enum RefundReason {
    DUPLICATE,
    FRAUDULENT,
    REQUESTED_BY_CUSTOMER,
    OTHER;

    /** As stored, as in JSON, and as the provider writes it. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of this text; whatever is unknown is another reason. */
    public static RefundReason of(String text) {
        for (var reason : values()) {
            if (reason.text().equals(text)) {
                return reason;
            }
        }
        return OTHER;
    }
}
