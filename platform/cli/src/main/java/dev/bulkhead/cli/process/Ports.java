package dev.bulkhead.cli.process;

import dev.bulkhead.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Which TCP ports of this machine are next, and who holds the others. */
public final class Ports {

    private static final int LAST = 65535;
    private static final String LISTENING = "0A";
    private static final int COMMAND_SHOWN = 120;
    private static final Pattern JVM_FLAGS = Pattern.compile(" -X\\S+");

    private Ports() {}

    /** The first free port from this one upwards that is not already spoken for. */
    public static int nextFree(int from, Set<Integer> taken) {
        for (var port = from; port <= LAST; port++) {
            if (!taken.contains(port) && FreePorts.free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + from + " upwards.");
    }

    /**
     * Who listens there: {@code pid 4711 (nginx: master process)}, or a hint when the system will
     * not tell.
     */
    public static String holder(int port) {
        return Optional.of(Files.isReadable(Path.of("/proc/net/tcp")))
                .filter(readable -> readable)
                .flatMap(_ -> listenerByProc(port))
                .or(() -> listenerByLsof(port))
                .map(pid -> "pid " + pid + " (" + command(pid) + ")")
                .orElse("a process of another user (sudo ss -ltnp tells which)");
    }

    /**
     * Whether it is this process that listens there, and not another that was faster. Where the
     * system does not tell, it is believed.
     */
    public static boolean listens(ProcessIdentity process, int port) {
        var inodes = listening(port);
        return inodes.isEmpty() || holdsSocket(process.pid(), inodes);
    }

    private static Optional<Long> listenerByProc(int port) {
        var inodes = listening(port);
        if (inodes.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holdsSocket(pid, inodes))
                .min(Long::compare); // the parent of workers that share the socket
    }

    private static Set<String> listening(int port) {
        var inodes = new HashSet<String>();
        inodes.addAll(listening(Path.of("/proc/net/tcp"), port));
        inodes.addAll(listening(Path.of("/proc/net/tcp6"), port));
        return inodes;
    }

    private static Set<String> listening(Path table, int port) {
        var inodes = new HashSet<String>();
        var local = String.format(":%04X", port);
        try (var lines = Files.lines(table)) {
            lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[1].endsWith(local) && columns[3].equals(LISTENING))
                    .forEach(columns -> inodes.add("socket:[" + columns[9] + "]"));
        } catch (IOException | UncheckedIOException e) {
            return Set.of();
        }
        return inodes;
    }

    private static boolean holdsSocket(long pid, Set<String> inodes) {
        try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (var file : files) {
                try {
                    if (inodes.contains(Files.readSymbolicLink(file).toString())) {
                        return true;
                    }
                } catch (IOException e) {
                    continue; // closed meanwhile
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // ended meanwhile, or not ours to see
        }
        return false;
    }

    private static Optional<Long> listenerByLsof(int port) {
        if (Spawning.onPath("lsof").isEmpty()) {
            return Optional.empty();
        }
        try {
            var lsof =
                    new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!lsof.waitFor(5, TimeUnit.SECONDS)) {
                lsof.destroyForcibly();
                return Optional.empty();
            }
            return new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .map(Long::parseLong);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String command(long pid) {
        var line =
                ProcessHandle.of(pid)
                        .map(ProcessHandle::info)
                        .flatMap(info -> info.commandLine().or(info::command))
                        .orElse("command unknown");
        var telling = JVM_FLAGS.matcher(line).replaceAll("");
        return telling.length() <= COMMAND_SHOWN
                ? telling
                : telling.substring(0, COMMAND_SHOWN) + "...";
    }
}
