package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program {@code docker}. */
final class Docker {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Docker() {}

    /**
     * @param text both of its streams
     */
    record Ran(int code, String text) {

        List<String> lines() {
            return text.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
        }
    }

    /** What cannot be done without, said once and clearly. */
    static void requireEngine() {
        Ran answer;
        try {
            answer = attempt("version", "--format", "{{.Server.Version}}");
        } catch (IllegalStateException e) {
            answer = new Ran(1, "there is no program docker");
        }
        if (answer.code() != 0) {
            throw new IllegalStateException(
                    "-Pcontainers needs a Docker engine and none answers ("
                            + answer.text().strip()
                            + "): start it, or leave -Pcontainers away.");
        }
    }

    static String run(String... arguments) {
        var ran = attempt(arguments);
        assertThat(ran.code()).as("docker " + String.join(" ", arguments) + ": " + ran).isZero();
        return ran.text();
    }

    static Ran attempt(String... arguments) {
        return attempt(PATIENCE, Map.of(), arguments);
    }

    static Ran attempt(Duration patience, Map<String, String> environment, String... arguments) {
        try {
            var command = new ArrayList<>(List.of("docker"));
            command.addAll(List.of(arguments));
            var output =
                    Files.createTempFile(
                            Path.of(System.getProperty("bulkhead.scratch")), "docker-", ".txt");
            var builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                            .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            var ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            var text = Files.readString(output);
            Files.delete(output);
            assertThat(ended).as(command + " ends in time: " + text).isTrue();
            return new Ran(process.exitValue(), text);
        } catch (IOException e) {
            throw new IllegalStateException("docker cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static java.io.File nothing() {
        return new java.io.File("/dev/null");
    }
}
