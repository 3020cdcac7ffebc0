package dev.bulkhead.payment.provider;

/** The provider has refused: nothing happened. */
public class ProviderRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** Refused with one of the provider's codes. */
    public ProviderRefused(String code, Throwable cause) {
        super("The payment provider refused: " + code, cause);
        this.code = code;
    }

    /** Such as <code>resource_missing</code>. */
    public String code() {
        return code;
    }
}
