package dev.bulkhead.toolbox.look;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On the oldest version that Bulkhead knows, where it is installed as Debian does. */
class LookingAtPostgres15Tests extends LookingContract {

    private static final Path HOME = Path.of("/usr/lib/postgresql/15");

    @BeforeAll
    @Override
    void start(@TempDir Path folder) {
        assumeThat(HOME.resolve("bin/initdb")).isExecutable();
        super.start(folder);
    }

    @Override
    Path installation() {
        return HOME;
    }

    @Override
    int majorVersion() {
        return 15;
    }
}
