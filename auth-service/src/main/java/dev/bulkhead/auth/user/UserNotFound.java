package dev.bulkhead.auth.user;

class UserNotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UserNotFound() {
        super("There is no such user.");
    }
}
