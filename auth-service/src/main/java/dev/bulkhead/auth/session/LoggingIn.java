package dev.bulkhead.auth.session;

import static dev.bulkhead.auth.session.SignInOutcome.Reason.DEACTIVATED;
import static dev.bulkhead.auth.session.SignInOutcome.Reason.INVALID_CREDENTIALS;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.session.SignInOutcome.Refused;
import dev.bulkhead.auth.session.SignInOutcome.SignedIn;
import dev.bulkhead.auth.user.Account;
import dev.bulkhead.auth.user.Accounts;
import dev.bulkhead.auth.user.CheckingPasswords;
import dev.bulkhead.auth.user.PasswordCheck;
import dev.bulkhead.auth.user.Proof;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins a session for whoever knows the password. */
@Service
class LoggingIn {

    private final CheckingPasswords checking;
    private final Accounts accounts;
    private final Sessions sessions;
    private final SessionPolicy policy;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    LoggingIn(
            CheckingPasswords checking,
            Accounts accounts,
            Sessions sessions,
            SessionPolicy policy,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.checking = checking;
        this.accounts = accounts;
        this.sessions = sessions;
        this.policy = policy;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    SignInOutcome logIn(String login, String password, Origin origin) {
        return switch (checking.check(login, password, origin)) {
            case PasswordCheck.Right right -> begin(right.proof(), origin);
            case PasswordCheck.Wrong wrong -> new Refused(INVALID_CREDENTIALS);
            case PasswordCheck.Deactivated deactivated -> new Refused(DEACTIVATED);
        };
    }

    private SignInOutcome begin(Proof proof, Origin origin) {
        Optional<SignInOutcome> begun =
                transaction.execute(
                        status -> accounts.hold(proof).map(account -> begin(account, origin)));
        return begun.orElse(new Refused(INVALID_CREDENTIALS)); // changed since it was checked
    }

    private SignInOutcome begin(Account account, Origin origin) {
        var now = clock.instant();
        var token = RefreshToken.next();
        sessions.actAs(account.id());
        var session = sessions.begin(account.id(), token, origin, policy.expiry(now, now), now);
        audit.add(
                AuditEntry.of("login.succeeded")
                        .by(account.id())
                        .on("session", session)
                        .from(origin));
        return new SignedIn(account, session, token);
    }
}
