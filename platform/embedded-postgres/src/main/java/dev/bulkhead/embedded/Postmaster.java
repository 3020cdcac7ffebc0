package dev.bulkhead.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The running server, as its own lock file {@code postmaster.pid} describes it. */
record Postmaster(long pid, int port) {

    static Optional<Postmaster> of(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.size() < 4) {
                return Optional.empty();
            }
            var pid = Long.parseLong(lines.getFirst().strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(Postmaster::isPostgres)
                    .map(process -> new Postmaster(pid, Integer.parseInt(lines.get(3).strip())));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A pid file left by a crash may name a process of somebody else by now. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(command -> command.contains("postgres")).orElse(true);
    }
}
