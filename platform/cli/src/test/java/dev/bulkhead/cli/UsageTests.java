package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTests {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --port nobody=1",
                "up --port auth=99999",
                "up --port auth=x",
                "up --port auth",
                "up --port auth=4000 --port game=4000",
                "up --env staging",
                "up --bogus",
                "up now",
                "up --patience 0",
                "up --postgres=mysql://x",
                "up --postgres=postgresql://admin:secret@localhost:5432/",
                "up --postgres-password-file=/nowhere",
                "status --all",
                "logs nobody",
                "logs -n -1",
                "db destroy",
                "db seed --dry-run",
                "db seed --env staging",
                "db",
                "db rotate-password",
                "db rotate-password auth --all",
                "db rotate-password auth --role admin",
                "db new",
                "db new auth",
                "db new cellar \"add things\"",
                "db rollback",
                "db rollback auth --count 0",
                "db rollback auth --count 1 --to 3",
                "db clean",
                "db drop",
                "db drop auth --all",
                "db create cellar",
                "db backup",
                "db backup auth --all",
                "db backup cellar",
                "db backup auth --jobs 0",
                "db restore",
                "db restore auth",
                "db restore cellar some.dump",
                "db restore auth some.dump --into x --drop-old",
                "db backups cellar",
                "db backups --prune --keep 0",
                "db verify-backup --jobs 0",
                "isolation",
                "isolation verify --format=xml",
                "isolation check --format=xml",
                "isolation check --isolation=sideways",
                "isolation check --platform nowhere",
                "isolation check --resources",
                "isolation check --isolation=all --postgres=postgresql://postgres@localhost:1/",
                "isolation check --output=/nowhere/at/all.html",
                "isolation try",
                "isolation try --as auth",
                "isolation try --as auth:admin select",
                "db create --isolation=sideways",
                "up --isolation=SCHEMA",
                "db status --platform nowhere",
                "status --platform nowhere/platform.yaml",
                "up --postgres=auth=postgresql://postgres@localhost:1/",
                "up --isolation=server --postgres=postgresql://postgres@localhost:1/",
                "up --isolation=server --postgres=cellar=postgresql://postgres@localhost:1/",
                "up --isolation=server --postgres=auth=embedded",
                "up --postgres=embedded --postgres=installed",
                "up --hba-file=auth=/nowhere",
                "up --port postgres-auth=4000",
                "sideways"
            })
    void answersNonsenseWithOneSentence(String arguments) throws IOException {
        var here = new TestCheckout(folder.toRealPath());
        var error = new StringWriter();

        var exitCode =
                Bulkhead.commandLine(here.checkout)
                        .setErr(new PrintWriter(error, true))
                        .execute(arguments.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(error.toString())
                .startsWith("bulkhead: ")
                .doesNotContain("\tat ", "Exception", "secret");
        here.nothingIsLeft();
        assertThat(here.checkout.server("postgres")).doesNotExist();
    }

    @Test
    void readsTheOptionsOfTheVerbThatIsAskedForAlone() {
        assertThat(Bulkhead.verbs("up", "-d")).containsExactly(UpCommand.class);
        assertThat(Bulkhead.verbs("sideways")).isEqualTo(Bulkhead.verbs()).hasSize(7);
    }
}
