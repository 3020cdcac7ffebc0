package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time that the parts of a platform have used. On a machine that does other things as
 * well, time per request says more than requests per second.
 */
final class Processors {

    private final Path state;

    Processors(Path state) {
        this.state = state;
    }

    /** Of a service or the gateway, by the name of its pid file. */
    Duration of(String application) throws IOException {
        for (var line : Files.readAllLines(state.resolve("run/" + application + ".pid"))) {
            if (line.startsWith("pid=")) {
                return ProcessHandle.of(Long.parseLong(line.substring("pid=".length())))
                        .map(Processors::used)
                        .orElse(Duration.ZERO);
            }
        }
        throw new IOException("There is no pid of " + application);
    }

    /** Of the shared server and all its sessions that live. */
    Duration ofDatabase() throws IOException {
        var lock = state.resolve("postgres/data/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(lock).getFirst().strip()))
                .map(server ->
                        Stream.concat(Stream.of(server), server.children())
                                .map(Processors::used)
                                .reduce(Duration.ZERO, Duration::plus))
                .orElse(Duration.ZERO);
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
