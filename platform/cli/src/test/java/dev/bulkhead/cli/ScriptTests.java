package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script at the root, with a stand-in for Maven that builds in a moment. */
class ScriptTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    Path root;
    List<Process> started = new ArrayList<>();

    @BeforeEach
    void copyOfTheScript(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
        var repository = Path.of("../..").toRealPath();
        Files.copy(repository.resolve("bulkhead"), root.resolve("bulkhead"));
        Files.createDirectories(root.resolve(".mvn"));
        Files.copy(repository.resolve(".mvn/jdk25.sh"), root.resolve(".mvn/jdk25.sh"));
        write(
                "pom.xml",
                """
                <project>
                  <artifactId>bulkhead</artifactId>
                  <version>7.0</version>
                </project>
                """);
        write("platform.yaml", "  auth:\n    module: auth-service\n");
        write("auth-service/pom.xml", "<project/>");
        write("auth-service/src/main/java/A.java", "class A {}");
        write("platform/cli/pom.xml", "<project/>");
        maven(
                """
                echo "$@" >> builds.txt
                mkdir -p auth-service/target platform/cli/target/lib
                : > auth-service/target/auth-service-7.0.jar
                : > platform/cli/target/cli-7.0.jar
                cp "$COMMAND_JAR" platform/cli/target/lib/
                """);
    }

    @AfterEach
    void endWhatAFailureLeft() throws IOException {
        for (var process : started) {
            process.destroyForcibly().onExit().join();
        }
        for (var file : List.of("child.pid", "maven.pid")) {
            ProcessHandle.of(pid(file)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void maven(String script) throws IOException {
        write("mvnw", "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(
                root.resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private TestCheckout.Launcher start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", root.resolve("bulkhead").toString()));
        command.addAll(Arrays.asList(arguments));
        return begin(command);
    }

    private TestCheckout.Launcher begin(List<String> words) throws IOException {
        var command = new ArrayList<>(TestCheckout.TERMINAL);
        command.addAll(words);
        var output = Files.createTempFile(root, "output", ".txt");
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("BULKHEAD_JDK", System.getProperty("java.home"));
        builder.environment()
                .put("COMMAND_JAR", EchoCommand.jar(root.resolve("echo.jar")).toString());
        builder.environment().remove("BULKHEAD_STATE");
        var process = builder.start();
        started.add(process);
        return new TestCheckout.Launcher(process, output);
    }

    private TestCheckout.Ended run(String... arguments) throws IOException {
        return start(arguments).ended();
    }

    private long builds() throws IOException {
        try (var lines = Files.lines(root.resolve("builds.txt"))) {
            return lines.count();
        }
    }

    @Test
    void listsItsVerbsWithoutBuildingAnything() throws IOException {
        var ended = run();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output())
                .contains("./bulkhead up", "./bulkhead down", "./bulkhead db", "Exit codes");
        assertThat(run("help").output()).isEqualTo(ended.output());
        assertThat(run("version").output()).isEqualTo("Bulkhead 7.0\n");
        assertThat(run("sideways").exitCode()).isEqualTo(2);
        assertThat(run("down").exitCode()).isZero();
        assertThat(run("status").exitCode()).isEqualTo(1);
        assertThat(root.resolve(".bulkhead")).doesNotExist();
    }

    @Test
    void buildsWhatIsStaleAndNothingElse() throws IOException {
        var first = run("up", "--one", "two words");
        assertThat(first.output()).contains("first time", "[up, --one, two words]");
        assertThat(builds()).isEqualTo(1);

        run("up");
        assertThat(builds()).isEqualTo(1);

        write("auth-service/src/main/java/A.java", "class A { int changed; }");
        assertThat(run("up").output()).contains("Building what changed");
        assertThat(builds()).isEqualTo(2);

        Files.delete(root.resolve("auth-service/src/main/java/A.java"));
        run("up");
        assertThat(builds()).isEqualTo(3);
        assertThat(run("status").output()).contains("[status]");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void buildsOnlyTheModulesThatChanged() throws IOException {
        write(
                "platform.yaml",
                "  auth:\n    module: auth-service\n  game:\n    module: game-service\n");
        write("game-service/src/main/java/G.java", "class G {}");
        write("shared-web/src/main/java/S.java", "class S {}");
        maven(
                """
                echo "$@" >> builds.txt
                mkdir -p auth-service/target game-service/target platform/cli/target/lib
                : > platform/cli/target/cli-7.0.jar
                cp "$COMMAND_JAR" platform/cli/target/lib/
                for module in auth-service game-service; do
                  case "$*" in *$module*) echo "$(cat builds.txt | wc -l)" > $module/target/$module-7.0.jar ;; esac
                done
                """);
        run("up");
        assertThat(lastBuild()).contains("-pl platform/cli,auth-service,game-service -am");

        write("game-service/src/main/java/G.java", "class G { int changed; }");
        run("up");
        assertThat(lastBuild()).contains("-pl game-service -am");
        assertThat(stored("auth-service.jar")).isEqualTo("1");
        assertThat(stored("game-service.jar")).isEqualTo("2");

        write("platform/toolbox/src/main/java/T.java", "class T {}");
        assertThat(run("up").output()).contains("[up]");
        assertThat(lastBuild()).contains("-pl platform/cli -am");

        write("shared-web/src/main/java/S.java", "class S { int changed; }");
        run("up");
        assertThat(lastBuild()).contains("-pl platform/cli,auth-service,game-service -am");
    }

    @Test
    void packsNothingOfSourcesThatAreGone() throws IOException {
        write("shared-web/src/main/java/Gone.java", "class Gone {}");
        write("shared-db/src/main/java/Kept.java", "class Kept {}");
        run("up");
        write("shared-web/target/classes/Gone.class", "");
        write("shared-db/target/classes/Kept.class", "");

        Files.delete(root.resolve("shared-web/src/main/java/Gone.java"));
        write("shared-db/src/main/java/Kept.java", "class Kept { int changed; }");
        run("up");

        assertThat(root.resolve("shared-web/target/classes")).doesNotExist();
        assertThat(root.resolve("shared-db/target/classes/Kept.class")).exists();
    }

    private String lastBuild() throws IOException {
        return Files.readAllLines(root.resolve("builds.txt")).getLast();
    }

    private String stored(String jar) throws IOException {
        var builds = root.resolve(".bulkhead/builds");
        var current = Files.readString(builds.resolve("current")).strip();
        return Files.readString(builds.resolve(current).resolve(jar)).strip();
    }

    @Test
    void showsWhatTheBuildSaidWhenItFails() throws IOException {
        maven("echo '[INFO] fine'; echo '[ERROR] A.java:1: cheese expected'; exit 1");

        var ended = run("up");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("cheese expected", "the build failed", "build.log")
                .doesNotContain("fine");
        assertThat(root.resolve(".bulkhead/build.lock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void leavesNothingWhenInterruptedWhileBuilding(String signal) throws IOException {
        maven("echo $$ > maven.pid; sleep 300 & echo $! > child.pid; wait");
        var up = start("up");
        await().atMost(LIMIT).until(() -> pid("child.pid") > 0);

        var ended = up.signal(signal).ended();

        assertThat(ended.exitCode()).isGreaterThan(128);
        assertThat(ended.output()).contains("stopped while building");
        await().atMost(LIMIT).until(() -> !alive("maven.pid") && !alive("child.pid"));
        assertThat(root.resolve(".bulkhead/build.lock")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void passesSignalsOnAndWaitsUntilAllIsStopped(String signal, int exitCode) throws IOException {
        var up = start("up", "--wait").until("waiting");

        var ended = up.signal(signal).ended();

        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.output()).endsWith("stopped in order\n");
    }

    @Test
    void startsWhereStandardInputIsClosed() throws IOException {
        var script = root.resolve("bulkhead").toString();

        var ended = begin(List.of("sh", "-c", "exec sh \"$0\" up <&-", script)).ended();

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).endsWith("[up]\n");
    }

    @Test
    void goesOnAfterABuildThatWasKilled() throws IOException {
        write(".bulkhead/build.lock/pid", "999999999\n");

        assertThat(run("up").output()).contains("[up]");
    }

    @Test
    void saysInOneSentenceThatAJdkIsMissing() throws IOException {
        write(
                ".mvn/jdk25.sh",
                Files.readString(root.resolve(".mvn/jdk25.sh")).replaceAll("25", "99"));

        var ended = run("up");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.output()).contains("JDK");
    }

    private boolean alive(String file) throws IOException {
        return ProcessHandle.of(pid(file)).map(ProcessHandle::isAlive).orElse(false);
    }

    private long pid(String file) throws IOException {
        var path = root.resolve(file);
        var text = Files.exists(path) ? Files.readString(path).strip() : "";
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
