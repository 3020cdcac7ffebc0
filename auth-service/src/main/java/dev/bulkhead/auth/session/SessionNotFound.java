package dev.bulkhead.auth.session;

class SessionNotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SessionNotFound() {
        super("There is no such session of yours.");
    }
}
