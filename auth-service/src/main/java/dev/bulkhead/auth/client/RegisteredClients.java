package dev.bulkhead.auth.client;

import dev.bulkhead.auth.token.TokenPolicy;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** Shows the authorization server our clients; it reads them and never writes. */
@Component
class RegisteredClients implements RegisteredClientRepository {

    private final Clients clients;
    private final TokenPolicy policy;

    RegisteredClients(Clients clients, TokenPolicy policy) {
        this.clients = clients;
        this.policy = policy;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("Clients are registered at /api/auth/clients");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return clients.find(UUID.fromString(id)).map(this::registered).orElse(null);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return clients.findByClientId(clientId).map(this::registered).orElse(null);
    }

    private RegisteredClient registered(Client it) {
        return RegisteredClient.withId(it.id().toString())
                .clientId(it.clientId())
                .clientIdIssuedAt(it.createdAt())
                .clientSecret(it.secret().hex())
                .clientName(it.name())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(it.scopes()))
                .tokenSettings(
                        TokenSettings.builder()
                                .accessTokenTimeToLive(policy.accessTokenLifetime())
                                .build())
                .build();
    }
}
