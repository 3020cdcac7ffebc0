package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.server.Tls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of a server's address. */
public final class TlsOfAddress {

    private TlsOfAddress() {}

    /**
     * @param option where it was given
     * @param query {@code sslmode=verify-full&sslrootcert=FILE}, or null
     */
    public static Tls of(String option, @Nullable String query) {
        String mode = null;
        Path authorities = null;
        for (var parameter : query == null ? new String[0] : query.split("&")) {
            if (parameter.startsWith("sslmode=")) {
                mode = parameter.substring("sslmode=".length());
                if (!Tls.MODES.contains(mode)) {
                    throw Mistake.usage(
                            option
                                    + "=...?sslmode="
                                    + mode
                                    + ": there is no such mode; a server that proves who it is"
                                    + " takes verify-full.");
                }
            } else if (parameter.startsWith("sslrootcert=")) {
                authorities = Path.of(parameter.substring("sslrootcert=".length()));
            } else {
                throw Mistake.usage(
                        option
                                + "=...?...: behind the question mark only sslmode and sslrootcert"
                                + " are understood.");
            }
        }
        return new Tls(mode, authorities);
    }
}
