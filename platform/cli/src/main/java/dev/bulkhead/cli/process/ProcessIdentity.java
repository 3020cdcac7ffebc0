package dev.bulkhead.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One process for good: its id together with the moment it started, so that a stranger who was
 * later given the same id is never taken for it.
 *
 * @param started opaque; equal only for the same process, also across a reboot
 */
public record ProcessIdentity(long pid, String started) {

    private static final Path PROC = Path.of("/proc");
    private static final boolean LINUX = Files.isReadable(PROC.resolve("self/stat"));
    private static final String BOOT = boot();
    private static final int STATE = 0;
    private static final int START_TICKS = 19; // field 22 of proc(5) stat, counted from the state

    /** The live process with this id; a zombie is not alive. */
    public static Optional<ProcessIdentity> of(long pid) {
        return LINUX ? ofLinux(pid) : ofAny(pid);
    }

    public boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** When it started, as well as the machine can say. */
    public Optional<Instant> since() {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
    }

    private static Optional<ProcessIdentity> ofLinux(long pid) {
        try {
            var stat = Files.readString(PROC.resolve(pid + "/stat"));
            // the command in parentheses may itself hold spaces and parentheses
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new ProcessIdentity(pid, BOOT + "/" + fields[START_TICKS]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String boot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "this-boot";
        }
    }

    private static Optional<ProcessIdentity> ofAny(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(handle -> new ProcessIdentity(pid, startedAt(handle)));
    }

    private static String startedAt(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
