package dev.bulkhead.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnClassesTests {

    @TempDir Path folder;

    Checkout checkout;
    Path application;
    Libraries libraries;
    OwnClasses own;

    /** With an archive of nothing but the JDK's classes in the place of the libraries'. */
    @BeforeEach
    void place() throws Exception {
        var builds = folder.resolve("builds");
        checkout = new Checkout(folder, folder, builds.resolve("one"), "1.0");
        application = Files.createDirectories(checkout.build().resolve("game-service"));
        Files.createDirectories(application.resolve("lib"));
        libraries = Libraries.share(checkout, List.of(application));
        assertThat(java("-Xshare:dump", "-XX:SharedArchiveFile=" + libraries.archive())).isZero();
        own = OwnClasses.of(application);
    }

    @Test
    void theFirstRunMakesTheArchiveAndTheNextStartsFromIt() throws Exception {
        assertThat(own.options(libraries))
                .anyMatch(it -> it.startsWith("-XX:ArchiveClassesAtExit"));
        assertThat(run(own.options(libraries))).isZero();
        own.settle(true);

        assertThat(own.options(libraries))
                .noneMatch(it -> it.startsWith("-XX:ArchiveClassesAtExit"))
                .hasSize(1);
        // with an archive that it must use, a JVM refuses to start from one that is no good
        var strict = Stream.concat(own.options(libraries).stream(), Stream.of("-Xshare:on"));
        assertThat(run(strict.toList())).isZero();
    }

    @Test
    void whatWasNotReadyLeavesNoArchive() throws Exception {
        run(own.options(libraries));
        own.settle(false);

        assertThat(own.options(libraries))
                .anyMatch(it -> it.startsWith("-XX:ArchiveClassesAtExit"));
        assertThat(application).isDirectoryNotContaining(it -> it.toString().contains("own.jsa"));
    }

    @Test
    void whatMadeNoneKeepsTheArchiveThatIsThere() throws Exception {
        run(own.options(libraries));
        own.settle(true);
        var options = own.options(libraries);
        own.settle(true);
        own.settle(false);

        assertThat(own.options(libraries)).isEqualTo(options);
    }

    @Test
    void belongsToTheBuildThatAProcessRuns() throws Exception {
        run(own.options(libraries));
        var later = new Checkout(folder, folder, folder.resolve("builds/two"), "1.0");
        var running =
                new Running(
                        "game-service", new ProcessIdentity(1, "then"), 1, false, "one/abc", null);
        OwnClasses.of(later, running).settle(true);

        assertThat(own.options(libraries)).hasSize(1);
    }

    private int run(List<String> options) throws Exception {
        return java(
                Stream.concat(
                                options.stream(),
                                Stream.of("-cp", application.toString(), "-version"))
                        .toArray(String[]::new));
    }

    private static int java(String... arguments) throws IOException, InterruptedException {
        var command =
                Stream.concat(
                                Stream.of(Applications.java()),
                                Stream.concat(Applications.LAYOUT.stream(), Stream.of(arguments)))
                        .toList();
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
