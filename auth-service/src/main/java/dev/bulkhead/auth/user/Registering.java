package dev.bulkhead.auth.user;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.password.PasswordPolicy;
import dev.bulkhead.auth.password.Passwords;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.shared.db.ViolatedConstraint;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets people in for the first time. */
@Service
class Registering {

    static final String USER = "user";
    static final String ADMIN = "admin";

    /** Names that would make others believe they speak for the platform. */
    private static final Set<String> RESERVED =
            Set.of("admin", "administrator", "bulkhead", "root", "security", "support", "system");

    private final Users users;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Registering(
            Users users,
            Passwords passwords,
            PasswordPolicy policy,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.users = users;
        this.passwords = passwords;
        this.policy = policy;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    RegistrationOutcome register(Registration registration, Origin origin) {
        if (RESERVED.contains(registration.username().toLowerCase(Locale.ROOT))) {
            return new RegistrationOutcome.Taken(RegistrationOutcome.Field.USERNAME);
        }
        return register(registration, List.of(USER), origin);
    }

    RegistrationOutcome register(
            Registration registration, List<String> roles, @Nullable Origin origin) {
        var objection =
                policy.objectionTo(
                        registration.password(),
                        registration.username(),
                        registration.name(),
                        registration.email());
        if (objection.isPresent()) {
            return new RegistrationOutcome.PasswordRefused(objection.get());
        }
        var hash = passwords.hash(registration.password()); // before the transaction: it is slow
        try {
            return transaction.execute(status -> add(registration, hash, roles, origin));
        } catch (DataIntegrityViolationException e) {
            return new RegistrationOutcome.Taken(
                    switch (ViolatedConstraint.in(e).map(ViolatedConstraint::name).orElse("")) {
                        case "users_email_key" -> RegistrationOutcome.Field.EMAIL;
                        case "users_username_key" -> RegistrationOutcome.Field.USERNAME;
                        default -> throw e;
                    });
        }
    }

    private RegistrationOutcome add(
            Registration registration, String hash, List<String> roles, @Nullable Origin origin) {
        var id = TimeOrderedIds.next();
        users.add(
                id,
                registration.username(),
                registration.email(),
                registration.name(),
                hash,
                clock.instant());
        for (var role : roles) {
            if (!users.grant(id, role)) {
                throw new IllegalStateException(
                        "There is no role " + role + ": the production seeds have not been run");
            }
        }
        var entry = AuditEntry.of("user.registered").on("user", id);
        audit.add(origin == null ? entry : entry.by(id).from(origin));
        return new RegistrationOutcome.Registered(users.require(id));
    }

    /** What somebody says about themselves. */
    record Registration(String username, String email, String name, String password) {

        @Override
        public String toString() {
            return "Registration[" + username + "]";
        }
    }
}
