package dev.bulkhead.isolation.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.manifest.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceProbesTests {

    static final String MANIFEST =
            """
            platform: neighbors
            isolation: database
            server:
              max_connections: 40
              reserved_connections: 10
            limits: {statement_timeout: 1s, idle_in_transaction_session_timeout: 1s}
            services:
              payment:
                module: .
                port: 3004
                pool: 4
              auth:
                module: .
                port: 5500
                pool: 4
            """;

    @Test
    void tells(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve(Manifest.FILE_NAME), MANIFEST);
        var begun = System.nanoTime();
        try (var arena = Arena.start(Manifest.read(file))) {
            System.out.println("arena " + (System.nanoTime() - begun) / 1_000_000);
            var results = new ResourceProbes(arena, "payment", "auth").run();
            results.forEach(it ->
                    System.out.printf(
                            "%-4s %-14s %4d ms  %s%n      before %s, after %s %s%n",
                            it.probe().id(),
                            it.effect(),
                            it.took().toMillis(),
                            it.effect().words(),
                            it.before(),
                            it.after(),
                            it.after().words()));
            assertThat(results).hasSize(20);
        }
    }
}
