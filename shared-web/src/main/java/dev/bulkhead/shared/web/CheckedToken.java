package dev.bulkhead.shared.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/** A good token, with what would otherwise be read out of its claims at each request. */
final class CheckedToken extends Jwt {

    private static final long serialVersionUID = 1L;

    private final List<GrantedAuthority> authorities;
    private transient @Nullable Caller caller;

    CheckedToken(Jwt token) {
        super(
                token.getTokenValue(),
                token.getIssuedAt(),
                token.getExpiresAt(),
                token.getHeaders(),
                token.getClaims());
        this.authorities = List.copyOf(read(token));
    }

    static Collection<GrantedAuthority> authoritiesOf(Jwt token) {
        return token instanceof CheckedToken checked ? checked.authorities : read(token);
    }

    /**
     * @throws IllegalArgumentException if the token is no person's
     */
    static Caller callerOf(Jwt token) {
        if (!(token instanceof CheckedToken checked)) {
            return Caller.of(token);
        }
        var known = checked.caller;
        if (known == null) {
            known = Caller.of(token);
            checked.caller = known;
        }
        return known;
    }

    /** Roles and scopes as Spring Security names them: ROLE_ADMIN, SCOPE_orders.read. */
    private static List<GrantedAuthority> read(Jwt token) {
        var authorities = new ArrayList<GrantedAuthority>();
        var roles = token.getClaimAsStringList("roles");
        for (var role : roles == null ? List.<String>of() : roles) {
            authorities.add(new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT)));
        }
        var scope = token.getClaimAsString("scope");
        if (scope != null) {
            for (var one : scope.split(" ")) {
                authorities.add(new SimpleGrantedAuthority("SCOPE_" + one));
            }
        }
        return authorities;
    }
}
