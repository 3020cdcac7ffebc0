package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.embedded.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A checkout in a temporary folder with two small services and a gateway, worked on by the real
 * command as a process.
 */
final class TestCheckout implements AutoCloseable {

    static final List<String> NAMES = List.of("auth-service", "game-service", "gateway");

    private static final Duration LIMIT = Duration.ofSeconds(90);

    final Path root;
    final Checkout checkout;
    final Map<String, Integer> ports = new TreeMap<>();
    private final List<Process> launchers = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();

    TestCheckout(Path root) throws IOException {
        this.root = root;
        this.checkout =
                new Checkout(
                        root,
                        root.resolve(".bulkhead"),
                        root.resolve(".bulkhead/builds/one"),
                        "test");
        var free = FreePorts.next(4);
        ports.put("auth", free.get(0));
        ports.put("game", free.get(1));
        ports.put("gateway", free.get(2));
        ports.put("postgres", free.get(3));
        Files.writeString(
                root.resolve("platform.yaml"),
                """
                platform: test
                isolation: database
                server:
                  port: %d
                  max_connections: 60
                  reserved_connections: 20
                gateway:
                  module: gateway
                  port: %d
                services:
                  auth:
                    module: auth-service
                    port: %d
                    pool: 5
                    secrets: [encryption_key]
                  game:
                    module: game-service
                    port: %d
                    pool: 5
                """
                        .formatted(
                                ports.get("postgres"),
                                ports.get("gateway"),
                                ports.get("auth"),
                                ports.get("game")));
        for (var name : NAMES) {
            Files.createDirectories(root.resolve(name));
            install(checkout.build().resolve(name), name);
        }
    }

    private static void install(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.MAIN_CLASS, FakeApplication.class.getName());
        var classFile = FakeApplication.class.getName().replace('.', '/') + ".class";
        try (var jar =
                        new JarOutputStream(
                                Files.newOutputStream(folder.resolve(name + ".jar")), manifest);
                var bytes = FakeApplication.class.getClassLoader().getResourceAsStream(classFile)) {
            jar.putNextEntry(new JarEntry(classFile));
            assertThat(bytes).isNotNull().satisfies(it -> it.transferTo(jar));
            jar.closeEntry();
        }
    }

    TestCheckout with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Tells one application how to behave, by a file in its working folder. */
    void let(String key, String behaviour) throws IOException {
        Files.createDirectories(checkout.data(key));
        Files.createFile(checkout.data(key).resolve(behaviour));
    }

    boolean left(String key, String trace) {
        return Files.exists(checkout.data(key).resolve(trace));
    }

    String environmentOf(String key) throws IOException {
        return Files.readString(checkout.data(key).resolve("environment.txt"));
    }

    record Ended(int exitCode, String output) {}

    /**
     * Begins a command as a terminal does: in a process group of its own, and heeding Ctrl-C even
     * where the tests run in the background of a shell, which has its jobs ignore it.
     */
    static final List<String> TERMINAL = terminal();

    private static List<String> terminal() {
        var heeding = List.of("env", "--default-signal=INT,HUP");
        try {
            var probe = new ArrayList<>(heeding);
            probe.add("true");
            var known = new ProcessBuilder(probe).start().waitFor() == 0;
            return known ? List.of("setsid", heeding.get(0), heeding.get(1)) : List.of("setsid");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the command to its end. */
    Ended run(String... arguments) throws IOException {
        return start(arguments).ended();
    }

    /**
     * The same without a process of its own, for what heeds no signals, goes on after nobody and
     * ends no processes: {@code up} and {@code down} end what their own process had started.
     */
    Ended command(String... arguments) {
        var output = new ByteArrayOutputStream();
        var exitCode =
                Bulkhead.commandLine(checkout, new Screen(new PrintStream(output), false, 80))
                        .setErr(new PrintWriter(output, true))
                        .execute(arguments);
        return new Ended(exitCode, output.toString());
    }

    /** Starts the command in a process group of its own, as a terminal would. */
    Launcher start(String... arguments) throws IOException {
        var command = new ArrayList<>(TERMINAL);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dbulkhead.root=" + root,
                        "-Dbulkhead.state=" + checkout.state(),
                        "-Dbulkhead.build=" + checkout.build()));
        command.addAll(PackagedCommand.here().options(arguments[0]));
        command.add(Bulkhead.class.getName());
        command.addAll(Arrays.asList(arguments));
        var output = Files.createTempFile(root, "output", ".txt");
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        launchers.add(process);
        return new Launcher(process, output);
    }

    Running running(String name) {
        return checkout.running().find(name).orElseThrow();
    }

    /** Everything of this checkout that lives: the applications and the server. */
    List<ProcessIdentity> alive() {
        var names = new ArrayList<>(NAMES);
        names.addAll(List.of("postgres", "postgres-auth", "postgres-game"));
        return names.stream()
                .flatMap(it -> checkout.running().find(it).stream())
                .map(Running::process)
                .toList();
    }

    /**
     * Every process whose command line or working folder lies in this checkout, whether we know of
     * it or not.
     */
    List<String> traces() {
        return ProcessHandle.allProcesses()
                .filter(this::ours)
                .map(it -> it.pid() + " " + it.info())
                .toList();
    }

    private boolean ours(ProcessHandle process) {
        if (process.equals(ProcessHandle.current())) {
            return false;
        }
        try {
            var proc = Path.of("/proc", String.valueOf(process.pid()));
            return Files.readSymbolicLink(proc.resolve("cwd")).startsWith(root)
                    || Files.readString(proc.resolve("cmdline")).contains(root.toString());
        } catch (IOException e) {
            return false;
        }
    }

    void nothingIsLeft() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(traces()).isEmpty());
    }

    @Override
    public void close() throws IOException {
        for (var launcher : launchers) {
            launcher.destroyForcibly().onExit().join();
        }
        environment.clear();
        if (!traces().isEmpty()) {
            var down = run("down");
            assertThat(down.exitCode()).as(down.output()).isZero();
        }
        nothingIsLeft();
    }

    /** A command that runs. */
    record Launcher(Process process, Path file) {

        String output() {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Launcher until(String text) {
            await().atMost(LIMIT).until(() -> output().contains(text) || !process.isAlive());
            assertThat(output()).contains(text);
            return this;
        }

        /** Sends a signal to the whole process group, as the terminal does. */
        Launcher signal(String name) throws IOException {
            var kill = new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid()).start();
            assertThat(kill.onExit().join().exitValue()).isZero();
            return this;
        }

        Ended ended() {
            await().atMost(LIMIT).until(() -> !process.isAlive());
            return new Ended(process.exitValue(), output());
        }
    }
}
