package dev.bulkhead.auth.user;

/** What became of something an administrator wanted to do to an account. */
sealed interface AdministrationOutcome {

    /** It is so now; whether it was before does not matter. */
    record Done() implements AdministrationOutcome {}

    record Refused(Reason reason) implements AdministrationOutcome {}

    enum Reason {
        NO_SUCH_ROLE,
        BASE_ROLE,
        LAST_ADMIN
    }
}
