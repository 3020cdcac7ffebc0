package dev.bulkhead.auth.user;

/** What became of somebody's wish for another password. */
sealed interface PasswordChange {

    record Changed() implements PasswordChange {}

    sealed interface Refused extends PasswordChange {}

    record WrongPassword() implements Refused {}

    record Unacceptable(String objection) implements Refused {}
}
