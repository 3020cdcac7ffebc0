package dev.bulkhead.benchmark.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A platform of its own beside whatever else runs, worked with by the {@code bulkhead} command.
 *
 * @param state where it keeps everything
 * @param firstPort the gateway's; the services' follow
 */
record Instance(Path root, Path state, int firstPort) {

    static final List<String> SERVICES = List.of("auth", "payment", "game", "media");

    private static final double TICKS_PER_SECOND = 100; // USER_HZ, on every Linux
    private static final int USER_TIME = 11;

    int gateway() {
        return firstPort;
    }

    int port(String service) {
        return firstPort + 1 + SERVICES.indexOf(service);
    }

    void up() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("up", "-d", "--port", "gateway=" + gateway()));
        for (var service : SERVICES) {
            command.addAll(List.of("--port", service + "=" + port(service)));
        }
        bulkhead(command);
    }

    void down() throws IOException, InterruptedException {
        bulkhead(List.of("down"));
    }

    private void bulkhead(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root.resolve("bulkhead").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BULKHEAD_STATE", state.toString());
        // no limit but the machine's
        for (var who : List.of("USER", "ADDRESS", "GUARDED")) {
            var limit = "BULKHEAD_GATEWAY_RATELIMIT_" + who + "_";
            builder.environment().put(limit + "REQUESTS", "1000000");
            builder.environment().put(limit + "BURST", "1000000");
        }
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + output);
        }
    }

    /** Ends one service and waits until it is gone. */
    void stop(String service) throws InterruptedException {
        var process = ProcessHandle.of(pids().get(name(service))).orElseThrow();
        process.destroy();
        process.onExit().join();
    }

    static String name(String service) {
        return service.equals("gateway") ? service : service + "-service";
    }

    /** How long it took a process from its start to being ready. */
    Duration readyAfter(String name) {
        return Duration.ofMillis(Long.parseLong(file(name).getProperty("ready_after_ms")));
    }

    /** The JVMs' and the server's, by their names. */
    Map<String, Long> pids() {
        var pids = new LinkedHashMap<String, Long>();
        for (var name :
                List.of(
                        "auth-service",
                        "payment-service",
                        "game-service",
                        "media-service",
                        "gateway",
                        "postgres")) {
            pids.put(name, Long.parseLong(file(name).getProperty("pid")));
        }
        return pids;
    }

    private Properties file(String name) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(state.resolve("run").resolve(name + ".pid"))) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time that a process has taken, with all its children, in seconds. */
    static double cpuSeconds(long pid) {
        var below = children(pid).mapToDouble(it -> ticks(it, 2)).sum();
        return (ticks(pid, 4) + below) / TICKS_PER_SECOND;
    }

    /** Processor time of the commands that this process has waited for, in seconds. */
    static double cpuSecondsOfCommands() {
        var self = ProcessHandle.current().pid();
        return (ticks(self, 4) - ticks(self, 2)) / TICKS_PER_SECOND;
    }

    private static Stream<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid);
    }

    /**
     * @param fields 2 for the process alone, 4 with those that it has waited for
     */
    private static long ticks(long pid, int fields) {
        try {
            var line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var words = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = USER_TIME; field < USER_TIME + fields; field++) {
                ticks += Long.parseLong(words[field]);
            }
            return ticks;
        } catch (IOException e) {
            return 0; // it has ended
        }
    }

    /** The proportional share of memory of a process and its children, in MiB. */
    static long mebibytes(long pid) {
        return Stream.concat(Stream.of(pid), children(pid)).mapToLong(Instance::share).sum() / 1024;
    }

    private static long share(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(it -> it.startsWith("Pss:"))
                    .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }
}
