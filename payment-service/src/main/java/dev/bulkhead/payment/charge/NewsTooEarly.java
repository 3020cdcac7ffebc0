package dev.bulkhead.payment.charge;

/** News about something we have not heard of yet. Later it may fit. */
public class NewsTooEarly extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NewsTooEarly(String what) {
        super("Not known here, or not yet: " + what);
    }
}
