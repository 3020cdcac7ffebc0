package dev.bulkhead.auth.client;

import dev.bulkhead.auth.audit.AuditEntry;
import dev.bulkhead.auth.audit.AuditLog;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.shared.db.ViolatedConstraint;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Admits programs and turns them away again. */
@Service
class RegisteringClients {

    private final Clients clients;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    RegisteringClients(
            Clients clients, AuditLog audit, TransactionTemplate transaction, InstantSource clock) {
        this.clients = clients;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    ClientOutcome register(
            String clientId, String name, List<String> scopes, UUID admin, Origin origin) {
        var secret = ClientSecret.next();
        var client =
                new Client(
                        TimeOrderedIds.next(),
                        clientId,
                        secret.digest(),
                        name,
                        scopes.stream().distinct().sorted().toList(),
                        clock.instant());
        try {
            transaction.executeWithoutResult(status -> {
                clients.add(client);
                audit.add(
                        AuditEntry.of("client.registered")
                                .by(admin)
                                .on("client", client.clientId())
                                .from(origin)
                                .with("scopes", String.join(" ", client.scopes())));
            });
        } catch (DataIntegrityViolationException e) {
            if (ViolatedConstraint.in(e)
                    .filter(it -> it.name().equals("oauth_clients_client_id_key"))
                    .isPresent()) {
                return new ClientOutcome.Taken();
            }
            throw e;
        }
        return new ClientOutcome.Registered(client, secret);
    }

    /** Whether it was there. Its last token stays good until it expires. */
    boolean remove(UUID id, UUID admin, Origin origin) {
        return transaction.execute(status -> {
            var client = clients.find(id);
            if (client.isEmpty() || !clients.remove(id)) {
                return false;
            }
            audit.add(
                    AuditEntry.of("client.removed")
                            .by(admin)
                            .on("client", client.get().clientId())
                            .from(origin));
            return true;
        });
    }
}
