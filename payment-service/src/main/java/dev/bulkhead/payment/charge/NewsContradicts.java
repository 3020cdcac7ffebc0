package dev.bulkhead.payment.charge;

/** News that cannot be true of what is stored. Nothing is changed; somebody has to look at it. */
public class NewsContradicts extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NewsContradicts(String what) {
        super("It contradicts what is known: " + what);
    }
}
