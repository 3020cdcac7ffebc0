package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.embedded.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The platform as {@code docker compose up} starts it, under a name of its own. */
final class Compose implements Site, AutoCloseable {

    static final List<String> APPLICATIONS =
            List.of("auth-service", "payment-service", "game-service", "media-service", "gateway");
    static final String POSTGRES = "shared-postgres";

    private static final Duration PATIENCE = Duration.ofMinutes(25);

    private final Path root;
    private final Path folder;
    private final String project;
    private final List<String> files = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final int port = FreePorts.next();
    private final Thread undo = Thread.ofPlatform().unstarted(this::forget);

    /**
     * @param project its containers, networks, volumes and images begin with it
     */
    Compose(String project) {
        this.project = project;
        try {
            root = Path.of(System.getProperty("bulkhead.repository")).toRealPath();
            folder =
                    Files.createTempDirectory(
                                    Path.of(System.getProperty("bulkhead.scratch")), project)
                            .toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException("No folder for the platform under test", e);
        }
        files.add(root.resolve("docker-compose.yml").toString());
        environment.put("BULKHEAD_PORT", String.valueOf(port));
        environment.put("BULKHEAD_IMAGES", project);
        Runtime.getRuntime().addShutdownHook(undo);
    }

    /** Another file of Compose on top, one of the repository's. */
    void overlay(String name) {
        files.add(root.resolve(name).toString());
    }

    /** Another file of Compose on top. */
    void overlay(String name, String content) {
        files.add(write(name, content).toString());
    }

    Path write(String name, String content) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    Path folder() {
        return folder;
    }

    String run(String... arguments) {
        var ran = attempt(arguments);
        if (ran.code() != 0) {
            throw new AssertionError(
                    "docker compose %s: %s%n%s"
                            .formatted(
                                    String.join(" ", arguments),
                                    ran.text(),
                                    attempt("logs", "--no-color", "--tail=40").text()));
        }
        return ran.text();
    }

    Docker.Ran attempt(String... arguments) {
        var command = new ArrayList<>(List.of("compose", "--project-name", project));
        files.forEach(it -> command.addAll(List.of("--file", it)));
        command.addAll(List.of(arguments));
        return Docker.attempt(PATIENCE, environment, command.toArray(String[]::new));
    }

    /** The id of a service's container, whether it runs or not. */
    String container(String service) {
        var ids = new Docker.Ran(0, run("ps", "--all", "--quiet", service)).lines();
        assertThat(ids).as("containers of " + service).hasSize(1);
        return ids.getFirst();
    }

    JsonNode inspect(String service) {
        return Person.JSON.readTree(Docker.run("inspect", container(service))).get(0);
    }

    /** Runs a line of bash in a container. */
    Docker.Ran inside(String service, String script) {
        return Docker.attempt("exec", container(service), "bash", "-c", script);
    }

    /** What a volume holds, each file by its name. */
    Map<String, String> volume(String name) {
        var found = new LinkedHashMap<String, String>();
        var listed =
                new Docker.Ran(
                        0,
                        Docker.run(
                                "run",
                                "--rm",
                                "--network=none",
                                "--entrypoint=grep",
                                "--user=0",
                                "--volume=" + project + "_" + name + ":/volume:ro",
                                "postgres:18",
                                "-r",
                                "^",
                                "/volume"));
        for (var line : listed.lines()) {
            var colon = line.indexOf(':');
            found.merge(
                    line.substring("/volume/".length(), colon),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + "\n" + other);
        }
        return found;
    }

    String project() {
        return project;
    }

    @Override
    public URI gateway(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    @Override
    public Path sample(String name) {
        return root.resolve("media-service/src/test/resources/samples").resolve(name);
    }

    /** Everything that the engine still has of this project. */
    List<String> traces() {
        return Stream.of(
                        listed("ps", "--all", "--quiet", "--filter", label()),
                        listed("volume", "ls", "--quiet", "--filter", label()),
                        listed("network", "ls", "--quiet", "--filter", label()))
                .flatMap(List::stream)
                .toList();
    }

    private String label() {
        return "label=com.docker.compose.project=" + project;
    }

    private static List<String> listed(String... arguments) {
        return new Docker.Ran(0, Docker.run(arguments)).lines();
    }

    List<String> images() {
        return listed("image", "ls", "--quiet", "--filter", "reference=" + project + "/*");
    }

    private synchronized void forget() {
        attempt("--profile", "tools", "down", "--volumes", "--remove-orphans", "--timeout", "20");
    }

    @Override
    public void close() {
        forget();
        Runtime.getRuntime().removeShutdownHook(undo);
        Platform.deleteExcept(folder, "logs");
    }
}
