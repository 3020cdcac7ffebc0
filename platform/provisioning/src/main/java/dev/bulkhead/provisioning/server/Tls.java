package dev.bulkhead.provisioning.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a connection is encrypted and the server's certificate checked, in the words of libpq and
 * pgjdbc.
 *
 * @param mode sslmode; null leaves it to the driver, which takes encryption where it is offered
 * @param authorities sslrootcert: a file in PEM of whom to believe; null for the driver's default
 */
public record Tls(@Nullable String mode, @Nullable Path authorities) {

    /** As the driver does when nothing is said. */
    public static final Tls UNSAID = new Tls(null, null);

    /** What sslmode may be, from nothing to checking the name in the certificate. */
    public static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    public Tls {
        if (mode != null && !MODES.contains(mode)) {
            throw new IllegalArgumentException("There is no sslmode " + mode);
        }
    }

    /** For the end of a URL; empty when nothing is said. */
    public String query() {
        var parameters = new ArrayList<String>();
        if (mode != null) {
            parameters.add("sslmode=" + mode);
        }
        if (authorities != null) {
            parameters.add("sslrootcert=" + authorities);
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }
}
