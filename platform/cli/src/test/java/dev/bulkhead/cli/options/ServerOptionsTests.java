package dev.bulkhead.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.server.ServerChoice.Embedded;
import dev.bulkhead.cli.server.ServerChoice.External;
import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.provisioning.server.Tls;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where a container says once what a person would type with each verb. */
class ServerOptionsTests {

    static final Map<String, String> CONTAINER =
            Map.of(
                    "BULKHEAD_POSTGRES", "postgresql://postgres@shared:5432/",
                    "BULKHEAD_POSTGRES_PASSWORD_FILE", "/state/secrets/postgres",
                    "BULKHEAD_HBA_FILE", "/hba/pg_hba.conf",
                    "BULKHEAD_NETWORK", "samenet");

    @Test
    void theEnvironmentStandsForTheOptions() {
        var server = (External) choices(CONTAINER).shared();

        assertThat(choices(CONTAINER)).hasToString("--postgres=postgresql://postgres@shared:5432/");
        assertThat(server.password()).isEqualTo(Path.of("/state/secrets/postgres"));
        assertThat(server.binding().file()).isEqualTo(Path.of("/hba/pg_hba.conf"));
        assertThat(server.binding().networks()).containsExactly("samenet");
    }

    @Test
    void anotherServerOnTheCommandLineHasNothingOfTheEnvironments() {
        var server =
                (External) choices(CONTAINER, "--postgres=postgresql://admin@elsewhere/").shared();

        assertThat(server.host()).isEqualTo("elsewhere");
        assertThat(server.password()).isNull();
        assertThat(server.binding().file()).isNull();
        assertThat(choices(CONTAINER, "--postgres=embedded").shared()).isInstanceOf(Embedded.class);
    }

    @Test
    void oneOptionAloneReplacesItsVariable() {
        var server = (External) choices(CONTAINER, "--postgres-password-file=/other").shared();

        assertThat(server.password()).isEqualTo(Path.of("/other"));
        assertThat(server.host()).isEqualTo("shared");
    }

    @Test
    void anAddressMaySayHowTheServerProvesWhoItIs() {
        var address = "postgresql://admin@db:5432/?sslmode=verify-full&sslrootcert=/tls/ca.crt";

        var chosen = choices(Map.of(), "--postgres=" + address);

        assertThat(((External) chosen.shared()).tls())
                .isEqualTo(new Tls("verify-full", Path.of("/tls/ca.crt")));
        assertThat(chosen).hasToString("--postgres=" + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=full", "ssl=true", "sslmode", "options=-c"})
    void refusesWhatItWouldNotFollow(String query) {
        assertThatThrownBy(() -> choices(Map.of(), "--postgres=postgresql://admin@db/?" + query))
                .isInstanceOf(Mistake.class)
                .hasMessageContaining("ssl");
    }

    private static ServerChoices choices(Map<String, String> environment, String... arguments) {
        var verb = new Verb();
        new CommandLine(verb).parseArgs(arguments);
        return verb.servers.choices(environment);
    }

    @Command
    static final class Verb {
        @CommandLine.Mixin ServerOptions servers = new ServerOptions();
    }
}
