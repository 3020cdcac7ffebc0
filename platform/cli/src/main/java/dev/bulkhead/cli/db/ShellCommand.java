package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Login;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.shell.Psql;
import dev.bulkhead.provisioning.Provisioning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "shell",
        description =
                "psql in a service's database, as the role that the service runs as or as the one"
                        + " that migrates. Returns what psql returns.")
final class ShellCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", description = "Whose database.")
    private String service = "";

    @Option(
            names = "--as",
            paramLabel = "owner|user",
            description = "As whom (default ${DEFAULT-VALUE}).")
    private Login login = Login.user;

    @Option(
            names = {"-c", "--command"},
            paramLabel = "SQL",
            description = "Run this and return.")
    private @Nullable String sql;

    ShellCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        var psql = Psql.ofThisMachine();
        return reading(sql == null ? screen : Screen.besideTheAnswer(), it -> open(it, psql));
    }

    private int open(Provisioning provisioning, Psql psql) {
        databases(provisioning).only(List.of(service)); // refuses whom nobody knows
        var place = provisioning.database(service);
        return psql.open(
                provisioning.server(place),
                place.database(),
                login.of(place),
                provisioning.secrets(),
                sql);
    }
}
