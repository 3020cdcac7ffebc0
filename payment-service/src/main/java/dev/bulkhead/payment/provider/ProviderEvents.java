package dev.bulkhead.payment.provider;

/** Reads what the provider delivers. */
public interface ProviderEvents {

    /**
     * Makes sure that the provider has signed this lately.
     *
     * @throws Unverified if not
     */
    void verify(String payload, String signature) throws Unverified;

    /**
     * Reads a delivery that was verified, now or before it was stored.
     *
     * @throws Unreadable if it is no event
     */
    ProviderEvent read(String payload) throws Unreadable;

    /** The signature is wrong, or too old. */
    class Unverified extends Exception {

        private static final long serialVersionUID = 1L;

        Unverified(Throwable cause) {
            super(cause);
        }
    }

    /** It does not look like an event. */
    class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        Unreadable(Throwable cause) {
            super(cause);
        }
    }
}
