package dev.bulkhead.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Memory of a process and all below it, in MiB: the proportional share (PSS) where there are
 * several, because PostgreSQL's processes would otherwise count their shared buffers once each; the
 * resident size (RSS) for one alone.
 */
public final class Memory {

    private static final long KIB_PER_MIB = 1024;

    private Memory() {}

    public static OptionalLong mebibytes(ProcessIdentity process) {
        var handle = ProcessHandle.of(process.pid());
        if (handle.isEmpty() || !process.alive()) {
            return OptionalLong.empty();
        }
        var all = Stream.concat(Stream.of(handle.get()), handle.get().descendants()).toList();
        var kib =
                all.stream()
                        .map(ProcessHandle::pid)
                        .mapToLong(pid -> all.size() == 1 ? resident(pid) : share(pid))
                        .sum();
        return kib == 0 ? OptionalLong.empty() : OptionalLong.of(Math.ceilDiv(kib, KIB_PER_MIB));
    }

    private static long share(long pid) {
        var share = field(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
        return share > 0 ? share : resident(pid);
    }

    private static long resident(long pid) {
        var status = Path.of("/proc/" + pid + "/status");
        return Files.isReadable(status) ? field(status, "VmRSS:") : residentByPs(pid);
    }

    private static long field(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it ended meanwhile
        }
    }

    private static long residentByPs(long pid) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            var text = new String(ps.getInputStream().readAllBytes()).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
