package dev.bulkhead.cli.options;

import dev.bulkhead.cli.server.ServerChoices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which PostgreSQL to use; the same for every verb that needs one. */
public final class ServerOptions {

    /**
     * Values of {@code --postgres} where none is given, with blanks between them. The other
     * variables are about these servers, so they count only together with this one.
     */
    private static final String SERVERS = "BULKHEAD_POSTGRES";

    private static final String PASSWORD_FILES = "BULKHEAD_POSTGRES_PASSWORD_FILE";
    private static final String HBA_FILES = "BULKHEAD_HBA_FILE";
    private static final String NETWORKS = "BULKHEAD_NETWORK";

    @Option(
            names = "--postgres",
            paramLabel = "embedded|installed|URL",
            description = {
                "embedded: PostgreSQL 18 from Maven Central (default); installed: this machine's"
                        + " own programs;",
                "postgresql://admin@host:port/: a server that runs already, as its superuser;",
                "SERVICE=postgresql://...: the same for a service on the rung server. May be"
                        + " repeated."
            })
    private List<String> servers = new ArrayList<>();

    @Option(
            names = "--postgres-password-file",
            paramLabel = "FILE",
            description =
                    "Holds the superuser's password of that server (SERVICE=FILE: of that"
                            + " service's); else PGPASSWORD or ~/.pgpass is used.")
    private List<String> passwordFiles = new ArrayList<>();

    @Option(
            names = "--hba-file",
            paramLabel = "FILE",
            description =
                    "That server's pg_hba.conf (SERVICE=FILE: of that service's), to be written so"
                            + " that each role reaches its own database only.")
    private List<String> hbaFiles = new ArrayList<>();

    @Option(
            names = "--network",
            paramLabel = "CIDR",
            description = "With --hba-file: from where services connect. May be repeated.")
    private List<String> networks = new ArrayList<>();

    public ServerChoices choices() {
        return choices(System.getenv());
    }

    /** What the command line says, or else the environment. */
    ServerChoices choices(Map<String, String> environment) {
        if (!servers.isEmpty()) {
            return ServerChoices.of(servers, passwordFiles, hbaFiles, networks);
        }
        var configured = words(environment, SERVERS);
        if (configured.isEmpty()) {
            return ServerChoices.of(List.of(), passwordFiles, hbaFiles, networks);
        }
        return ServerChoices.of(
                configured,
                or(passwordFiles, words(environment, PASSWORD_FILES)),
                or(hbaFiles, words(environment, HBA_FILES)),
                or(networks, words(environment, NETWORKS)));
    }

    private static List<String> or(List<String> given, List<String> configured) {
        return given.isEmpty() ? configured : given;
    }

    private static List<String> words(Map<String, String> environment, String variable) {
        var text = environment.getOrDefault(variable, "").strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }
}
