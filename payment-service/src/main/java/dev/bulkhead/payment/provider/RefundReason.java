package dev.bulkhead.payment.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Why money goes back. */
public enum RefundReason {
    @JsonProperty("duplicate")
    DUPLICATE,
    @JsonProperty("fraudulent")
    FRAUDULENT,
    @JsonProperty("requested_by_customer")
    REQUESTED_BY_CUSTOMER,
    @JsonProperty("other")
    OTHER;

    /** As stored and as the provider writes it. */
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
