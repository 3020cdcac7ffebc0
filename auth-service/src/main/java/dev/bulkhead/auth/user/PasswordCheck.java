package dev.bulkhead.auth.user;

import java.util.UUID;

/** What became of an attempt to prove who one is. */
public sealed interface PasswordCheck {

    /** The password is right and the account may be used. */
    record Right(Account account, Proof proof) implements PasswordCheck {}

    /** No such account, no password, or not this one: nobody is told which. */
    record Wrong() implements PasswordCheck {}

    /** The password is right, so its owner may be told that the account is kept out. */
    record Deactivated(UUID userId) implements PasswordCheck {}
}
