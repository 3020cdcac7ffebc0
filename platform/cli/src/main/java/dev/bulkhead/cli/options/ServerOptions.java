package dev.bulkhead.cli.options;

import dev.bulkhead.cli.server.ServerChoices;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which PostgreSQL to use; the same for every verb that needs one. */
public final class ServerOptions {

    /** Values of {@code --postgres} where none is given, with blanks between them. */
    private static final String ENVIRONMENT = "BULKHEAD_POSTGRES";

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
        var configured = System.getenv().getOrDefault(ENVIRONMENT, "").strip();
        var chosen =
                servers.isEmpty() && !configured.isEmpty()
                        ? List.of(configured.split("\\s+"))
                        : servers;
        return ServerChoices.of(chosen, passwordFiles, hbaFiles, networks);
    }
}
