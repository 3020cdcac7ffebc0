package dev.bulkhead.auth.user;

import static dev.bulkhead.auth.user.Registering.ADMIN;
import static dev.bulkhead.auth.user.Registering.USER;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.auth.user.AdministrationOutcome.Done;
import dev.bulkhead.auth.user.AdministrationOutcome.Reason;
import dev.bulkhead.auth.user.AdministrationOutcome.Refused;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What administrators do to accounts. Everything can be asked for twice and happens once. */
@Service
class AdministeringUsers {

    private final Users users;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    AdministeringUsers(
            Users users, AuditLog audit, ApplicationEventPublisher events, InstantSource clock) {
        this.users = users;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    AdministrationOutcome grant(UUID id, String role, UUID admin, Origin origin) {
        users.require(id);
        if (!users.isRole(role)) {
            return new Refused(Reason.NO_SUCH_ROLE);
        }
        if (users.grant(id, role)) {
            audit.add(
                    AuditEntry.of("role.granted")
                            .by(admin)
                            .on("user", id)
                            .from(origin)
                            .with("role", role));
        }
        return new Done();
    }

    /** Takes a role away, and with it every session in whose tokens it still stands. */
    @Transactional
    AdministrationOutcome revoke(UUID id, String role, UUID admin, Origin origin) {
        users.require(id);
        if (!users.isRole(role)) {
            return new Refused(Reason.NO_SUCH_ROLE);
        }
        if (role.equals(USER)) {
            return new Refused(Reason.BASE_ROLE);
        }
        if (role.equals(ADMIN) && isLastAdmin(id)) {
            return new Refused(Reason.LAST_ADMIN);
        }
        if (users.revoke(id, role)) {
            events.publishEvent(new AccessWithdrawn(id, null));
            audit.add(
                    AuditEntry.of("role.revoked")
                            .by(admin)
                            .on("user", id)
                            .from(origin)
                            .with("role", role));
        }
        return new Done();
    }

    /** Keeps an account out and ends its sessions. */
    @Transactional
    AdministrationOutcome deactivate(UUID id, UUID admin, Origin origin) {
        users.require(id);
        if (isLastAdmin(id)) {
            return new Refused(Reason.LAST_ADMIN);
        }
        if (users.setActive(id, false, clock.instant())) {
            events.publishEvent(new AccessWithdrawn(id, null));
            audit.add(AuditEntry.of("user.deactivated").by(admin).on("user", id).from(origin));
        }
        return new Done();
    }

    /** Lets an account in again. */
    @Transactional
    AdministrationOutcome activate(UUID id, UUID admin, Origin origin) {
        users.require(id);
        if (users.setActive(id, true, clock.instant())) {
            audit.add(AuditEntry.of("user.activated").by(admin).on("user", id).from(origin));
        }
        return new Done();
    }

    private boolean isLastAdmin(UUID id) {
        var others = users.activeWith(ADMIN); // waits for whoever is taking an admin away just now
        var account = users.require(id);
        return others == 1 && account.active() && account.roles().contains(ADMIN);
    }
}
