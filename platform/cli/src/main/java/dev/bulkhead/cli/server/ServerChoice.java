package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
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
     * @param passwordFile holds the administrator's password, or null to look where psql looks
     */
    record External(String host, int port, String administrator, @Nullable Path passwordFile)
            implements ServerChoice {}

    static ServerChoice of(String text, @Nullable Path passwordFile) {
        var choice =
                switch (text) {
                    case "embedded" -> new Embedded();
                    case "installed" -> new Installed();
                    default -> external(text, passwordFile);
                };
        if (passwordFile != null && !(choice instanceof External)) {
            throw Mistake.usage(
                    "--postgres-password-file belongs to --postgres=postgresql://... only.");
        }
        return choice;
    }

    private static External external(String text, @Nullable Path passwordFile) {
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
                    || uri.getQuery() != null
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
                    passwordFile);
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
