package dev.bulkhead.cli;

import dev.bulkhead.cli.server.ServerChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which PostgreSQL to use; the same for every verb that needs one. */
final class ServerOptions {

    @Option(
            names = "--postgres",
            paramLabel = "embedded|installed|URL",
            defaultValue = "${env:BULKHEAD_POSTGRES:-embedded}",
            description = {
                "embedded: PostgreSQL 18 from Maven Central (default); installed: this machine's"
                        + " own programs;",
                "postgresql://admin@host:port/: a server that runs already, as its superuser."
            })
    private String postgres = "embedded";

    @Option(
            names = "--postgres-password-file",
            paramLabel = "FILE",
            description =
                    "Holds the superuser's password of that server; else PGPASSWORD or ~/.pgpass is"
                            + " used.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--hba-file",
            paramLabel = "FILE",
            description =
                    "That server's pg_hba.conf, to be written so that each role reaches its own"
                            + " database only.")
    private @Nullable Path hbaFile;

    @Option(
            names = "--network",
            paramLabel = "CIDR",
            description = "With --hba-file: from where services connect. May be repeated.")
    private List<String> networks = new ArrayList<>();

    ServerChoice choice() {
        return ServerChoice.of(
                postgres, passwordFile, new ServerChoice.HbaBinding(hbaFile, networks));
    }
}
