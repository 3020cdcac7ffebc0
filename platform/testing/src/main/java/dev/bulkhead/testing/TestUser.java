package dev.bulkhead.testing;

import java.util.Set;
import java.util.UUID;

/**
 * Somebody who is logged in.
 *
 * @param bearer the value of the {@code Authorization} header
 */
public record TestUser(UUID id, String username, String email, Set<String> roles, String bearer) {

    public TestUser {
        roles = Set.copyOf(roles);
    }
}
