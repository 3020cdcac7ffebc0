package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.server.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code --postgres=…} asks for. */
public sealed interface ServerChoice {

    int DEFAULT_PORT = 5432;

    /** PostgreSQL 18 from Maven Central. */
    record Embedded() implements ServerChoice {}

    /** The programs of an installation on this machine, with data of our own. */
    record Installed() implements ServerChoice {}

    /**
     * A server that somebody else runs.
     *
     * @param password where to find its administrator's password
     * @param binding who may connect from where, when that is ours to say
     * @param tls what the address says about encryption
     */
    record External(
            String host,
            int port,
            String administrator,
            @Nullable Path password,
            HbaBinding binding,
            Tls tls)
            implements ServerChoice {

        String uri() {
            return "postgresql://" + administrator + "@" + host + ":" + port + "/" + tls.query();
        }
    }

    /**
     * @param file the server's pg_hba.conf as seen from here, or null when it is not ours to write
     * @param networks from where services connect; empty for this machine
     */
    record HbaBinding(@Nullable Path file, List<String> networks) {

        public HbaBinding {
            networks = List.copyOf(networks);
        }
    }

    static ServerChoice of(String text, @Nullable Path password, HbaBinding binding) {
        var choice =
                switch (text) {
                    case "embedded" -> new Embedded();
                    case "installed" -> new Installed();
                    default -> external(text, password, binding);
                };
        var forExternal =
                password != null || binding.file() != null || !binding.networks().isEmpty();
        if (forExternal && !(choice instanceof External)) {
            throw Mistake.usage(
                    "--postgres-password-file, --hba-file and --network belong to"
                            + " --postgres=postgresql://... only.");
        }
        return choice;
    }

    private static External external(String text, @Nullable Path password, HbaBinding binding) {
        try {
            var uri = new URI(text);
            if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
                throw notUnderstood(text.contains("@") ? "..." : text);
            }
            var user = uri.getUserInfo();
            if (user != null && user.contains(":")) {
                throw Mistake.usage(
                        "Leave the password out of --postgres: every user of this machine can read"
                                + " command lines. Put it into PGPASSWORD, ~/.pgpass or a file for"
                                + " --postgres-password-file.");
            }
            var path = uri.getPath();
            if (uri.getHost() == null
                    || !(path == null
                            || path.isEmpty()
                            || path.equals("/")
                            || path.equals("/postgres"))) {
                throw notUnderstood(text);
            }
            return new External(
                    uri.getHost(),
                    uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
                    user == null ? "postgres" : user,
                    password,
                    binding,
                    TlsOfAddress.of("--postgres", uri.getQuery()));
        } catch (URISyntaxException e) {
            throw notUnderstood("...");
        }
    }

    private static Mistake notUnderstood(String text) {
        return Mistake.usage(
                "--postgres="
                        + text
                        + " is not understood: give embedded, installed, or"
                        + " postgresql://admin@host:port/.");
    }
}
