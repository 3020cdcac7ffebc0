package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.embedded.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** The platform on one rung, as {@code ./bulkhead up -d} starts it, on ports of its own. */
final class Platform implements Site, AutoCloseable {

    static final List<String> SERVICES = List.of("auth", "payment", "game", "media");

    private static final long START_MINUTES = 15; // the first one archives classes

    private final Rung rung;
    private final String postgres;
    private final Checkout checkout;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Thread undo = Thread.ofPlatform().unstarted(this::down);

    /**
     * @param postgres embedded, or installed
     */
    Platform(Rung rung, String postgres, Path root, Path state, Path build) {
        try {
            this.rung = rung;
            this.postgres = postgres;
            checkout = new Checkout(root, Files.createDirectories(state), build, "under test");
            choosePorts();
        } catch (IOException e) {
            throw new IllegalStateException("No folder for the platform under test", e);
        }
    }

    void start() {
        Runtime.getRuntime().addShutdownHook(undo);
        up();
    }

    Rung rung() {
        return rung;
    }

    String postgres() {
        return postgres;
    }

    /** A verb on the databases, which must do its work. */
    String db(String... arguments) {
        var all = new ArrayList<>(List.of("db"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(rung.options());
        all.add("--postgres=" + postgres);
        return run(all.toArray(String[]::new));
    }

    private void choosePorts() {
        var names = new ArrayList<>(SERVICES);
        names.add("gateway");
        names.addAll(rung.servers());
        names.forEach(name -> ports.put(name, FreePorts.next()));
    }

    /** Starts what does not run. */
    String up() {
        var arguments = new ArrayList<>(List.of("up", "-d", "--patience", "400"));
        arguments.addAll(rung.options());
        arguments.add("--postgres=" + postgres);
        ports.forEach((name, port) -> arguments.addAll(List.of("--port", name + "=" + port)));
        return run(arguments.toArray(String[]::new));
    }

    /** Runs {@code ./bulkhead} with these words to its end, which must be good. */
    String run(String... arguments) {
        try {
            var output = Files.createTempFile(checkout.state(), "output", ".txt");
            var process = begin(output, arguments);
            var ended = process.waitFor(START_MINUTES, TimeUnit.MINUTES);
            var text = Files.readString(output);
            assertThat(ended).as("ends in time: " + text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Begins {@code ./bulkhead} and kills it the hard way as soon as it says this.
     *
     * @return what it had said by then
     */
    String killWhenItSays(String words, String... arguments) {
        return whenItSays(words, Process::destroyForcibly, arguments);
    }

    /**
     * Begins {@code ./bulkhead}, and does something as soon as it says this.
     *
     * @return what it said to its end, be it a good one or not
     */
    String attempt(String words, Runnable meanwhile, String... arguments) {
        return whenItSays(words, _ -> meanwhile.run(), arguments);
    }

    private String whenItSays(String words, Consumer<Process> then, String... arguments) {
        try {
            var output = Files.createTempFile(checkout.state(), "output", ".txt");
            var process = begin(output, arguments);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(START_MINUTES))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !process.isAlive() || Files.readString(output).contains(words));
            then.accept(process);
            assertThat(process.waitFor(START_MINUTES, TimeUnit.MINUTES)).isTrue();
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process begin(Path output, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dbulkhead.root=" + checkout.root(),
                                "-Dbulkhead.state=" + checkout.state(),
                                "-Dbulkhead.build=" + checkout.build(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.bulkhead.cli.Bulkhead"));
        command.addAll(Arrays.asList(arguments));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("BULKHEAD_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("BULKHEAD_GAME_PAUSE", "1s");
        return builder.start();
    }

    @Override
    public URI gateway(String path) {
        return URI.create("http://localhost:" + ports.get("gateway") + path);
    }

    /** Past the gateway: only to show that what the gateway hides is there. */
    URI direct(String service, String path) {
        return URI.create("http://localhost:" + ports.get(service) + path);
    }

    Running running(String module) {
        return checkout.running().find(module).orElseThrow();
    }

    /** Ends a process the hard way, as a machine out of memory would. */
    ProcessIdentity kill(String module) {
        var victim = running(module).process();
        ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !victim.alive());
        return victim;
    }

    /** Connects with the password of a role, if PostgreSQL lets it. */
    Connection connect(String role, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + ports.get("postgres") + "/" + database,
                role,
                secret(role));
    }

    /** Connects as the superuser of the server that a service's tables are on. */
    Connection administer(String service) throws SQLException {
        var place = rung.place(service);
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + ports.get(place.server()) + "/" + place.database(),
                "postgres",
                secret(place.server().replace('-', '_')));
    }

    /** Connects as the superuser of the server that a service has to itself since it moved. */
    Connection administerOwn(String service) throws SQLException {
        var server = "postgres-" + service;
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s_db".formatted(running(server).port(), service),
                "postgres",
                secret(server.replace('-', '_')));
    }

    /**
     * A moment between what was acknowledged before and what will be acknowledged afterwards, as
     * {@code db restore --to} takes it.
     */
    String momentOfSilence() throws SQLException {
        try (var connection = administer("auth");
                var statement = connection.createStatement();
                var moment =
                        statement.executeQuery(
                                "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"
                                        + " HH24:MI:SS.US\"Z\"'), pg_sleep(0.1)")) {
            moment.next();
            return moment.getString(1);
        }
    }

    /** The servers of this platform that run. */
    List<String> servers() {
        return checkout.running().names().stream()
                .filter(it -> it.startsWith("postgres"))
                .filter(it -> checkout.running().find(it).isPresent())
                .toList();
    }

    String secret(String name) {
        try {
            return Files.readString(checkout.secrets().resolve(name)).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String log(String module) {
        try {
            return Files.readString(checkout.log(module));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Path sample(String name) {
        return checkout.root().resolve("media-service/src/test/resources/samples").resolve(name);
    }

    private synchronized void down() {
        if (Files.exists(checkout.state().resolve("run"))) {
            run("down");
        }
    }

    @Override
    public void close() {
        down();
        Runtime.getRuntime().removeShutdownHook(undo);
        deleteExcept(checkout.state(), "logs");
    }

    /** Deletes a folder but for what lies in folders of this name. */
    static void deleteExcept(Path folder, String name) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                var kept = StreamSupport.stream(folder.relativize(file).spliterator(), false);
                if (kept.noneMatch(it -> it.toString().equals(name)) && !holdsSomething(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean holdsSomething(Path file) throws IOException {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var files = Files.list(file)) {
            return files.findAny().isPresent();
        }
    }
}
