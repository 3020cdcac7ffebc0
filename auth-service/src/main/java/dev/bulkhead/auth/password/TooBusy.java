package dev.bulkhead.auth.password;

/** More passwords are waiting to be hashed than the machine can take; answered with 503. */
public class TooBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooBusy() {
        super("Too many passwords are being hashed");
    }
}
