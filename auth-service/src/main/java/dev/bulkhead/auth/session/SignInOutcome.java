package dev.bulkhead.auth.session;

import dev.bulkhead.auth.user.Account;
import java.util.UUID;

/** What became of an attempt to sign in or to stay so. */
sealed interface SignInOutcome {

    /** Whoever holds the token may go on as this person. */
    record SignedIn(Account account, UUID session, RefreshToken token) implements SignInOutcome {}

    record Refused(Reason reason) implements SignInOutcome {}

    enum Reason {
        INVALID_CREDENTIALS,
        DEACTIVATED,
        INVALID_REFRESH_TOKEN
    }
}
