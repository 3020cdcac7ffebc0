package dev.bulkhead.payment.provider;

/** The provider did not answer, so what was asked of it may or may not have happened. */
public class ProviderUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** Unavailable for this reason. */
    public ProviderUnavailable(Throwable cause) {
        super("The payment provider did not answer: " + cause.getMessage(), cause);
    }
}
