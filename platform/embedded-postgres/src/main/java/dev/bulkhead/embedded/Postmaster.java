package dev.bulkhead.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The running server, as its own lock file {@code postmaster.pid} describes it. */
record Postmaster(long pid, int port) {

    private static final String LOCK_FILE = "postmaster.pid";

    static Optional<Postmaster> of(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve(LOCK_FILE));
            if (lines.size() < 4) {
                return Optional.empty();
            }
            var pid = Long.parseLong(lines.getFirst().strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> worksOn(data, process))
                    .map(process -> new Postmaster(pid, Integer.parseInt(lines.get(3).strip())));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * After a crash the lock file may name somebody else's process, and PostgreSQL would refuse to
     * start for fear of it. Removes the file when that is certain.
     */
    static void forgetStranger(Path data) throws IOException {
        var lock = data.resolve(LOCK_FILE);
        if (!Files.isRegularFile(lock) || !Files.isDirectory(Path.of("/proc/self"))) {
            return;
        }
        var first = Files.readAllLines(lock).stream().findFirst().orElse("").strip();
        if (!first.matches("\\d+")) {
            return;
        }
        var stranger = ProcessHandle.of(Long.parseLong(first)).filter(it -> !worksOn(data, it));
        if (stranger.isPresent()) {
            Files.delete(lock);
        }
    }

    /** A server's working folder is its data folder, which tells it from any other process. */
    private static boolean worksOn(Path data, ProcessHandle process) {
        try {
            var folder = Path.of("/proc", String.valueOf(process.pid()), "cwd");
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return Files.readSymbolicLink(folder).equals(data.toRealPath());
            }
        } catch (AccessDeniedException e) {
            return isPostgres(process);
        } catch (IOException e) {
            return false; // it ended meanwhile, or there are no data
        }
        return isPostgres(process);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(command -> command.contains("postgres")).orElse(true);
    }
}
