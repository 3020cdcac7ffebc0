package dev.bulkhead.auth.user;

/** What became of a registration. */
sealed interface RegistrationOutcome {

    record Registered(Account account) implements RegistrationOutcome {}

    record Taken(Field field) implements RegistrationOutcome {}

    record PasswordRefused(String objection) implements RegistrationOutcome {}

    enum Field {
        EMAIL,
        USERNAME
    }
}
