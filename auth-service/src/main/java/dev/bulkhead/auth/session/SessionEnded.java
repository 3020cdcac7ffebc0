package dev.bulkhead.auth.session;

/** The access token has not expired, but the session it came from is over; answered with 401. */
class SessionEnded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SessionEnded() {
        super("The session of this token has ended");
    }
}
