package dev.bulkhead.auth.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A program that signs in as itself.
 *
 * @param clientId the name it signs in with, and the sub of its tokens
 * @param scopes what it may ask for
 */
record Client(
        UUID id,
        String clientId,
        ClientSecret.Digest secret,
        String name,
        List<String> scopes,
        Instant createdAt) {}
