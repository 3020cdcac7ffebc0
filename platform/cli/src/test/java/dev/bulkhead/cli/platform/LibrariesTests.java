package dev.bulkhead.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.cli.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTests {

    @TempDir Path folder;

    Checkout checkout;
    Path builds;

    @BeforeEach
    void place() {
        builds = folder.resolve("builds");
        checkout = new Checkout(folder, folder, builds.resolve("one"), "1.0");
    }

    @Test
    void keepsWhatAllHaveInCommonOnceAndFirstOnTheClassPath() throws IOException {
        var auth = draft("auth-service", "spring.jar", "shared-web-1.0.jar", "crypto.jar");
        var game = draft("game-service", "spring.jar", "shared-web-1.0.jar");

        var libraries = Libraries.share(checkout, List.of(auth, game));
        libraries.describe(auth);
        Files.move(auth, folder.resolve("auth-service"));

        var shared = libraries.folder().resolve("spring.jar");
        assertThat(shared).isRegularFile().startsWith(builds.resolve(Libraries.FOLDER));
        assertThat(game.resolve("lib/spring.jar")).doesNotExist();
        assertThat(libraries.classPath()).isEqualTo(shared.toString());
        var application = folder.resolve("auth-service");
        assertThat(libraries.target(application))
                .containsExactly("@" + application.resolve("class-path"));
        assertThat(application.resolve("class-path"))
                .hasContent(
                        """
                        -cp
                        "%s:%s:%s:%s"
                        the.Main
                        """
                                .formatted(
                                        shared,
                                        application.resolve("auth-service.jar"),
                                        application.resolve("lib/crypto.jar"),
                                        application.resolve("lib/shared-web-1.0.jar")));
        assertThat(Libraries.of(checkout, application)).contains(libraries);
    }

    @Test
    void startsAnApplicationWhereItLiesNow() throws IOException {
        var before = Libraries.share(checkout, List.of(draft("one", "spring.jar", "own-1.0.jar")));
        before.describe(folder.resolve("one.new"));
        var application = builds.resolve("one/one");
        Files.createDirectories(application.getParent());
        Files.move(folder.resolve("one.new"), application);
        before.target(application);

        var elsewhere = Files.move(builds, folder.resolve("renamed"));
        var moved = new Checkout(folder, folder, elsewhere.resolve("one"), "1.0");
        var there = elsewhere.resolve("one/one");
        var libraries = Libraries.of(moved, there).orElseThrow();
        libraries.target(there);

        assertThat(there.resolve("class-path"))
                .content()
                .contains(libraries.folder().resolve("spring.jar").toString())
                .contains(there.resolve("lib/own-1.0.jar").toString())
                .doesNotContain(builds + "/");
    }

    @Test
    void usesAnArchiveAgainOnlyForTheSameJars() throws IOException {
        var first = Libraries.share(checkout, List.of(draft("one", "spring.jar", "own-1.0.jar")));
        Files.createFile(first.archive());

        var rebuilt = draft("two", "spring.jar", "own-1.0.jar");
        Files.writeString(rebuilt.resolve("lib/own-1.0.jar"), "changed");
        assertThat(Libraries.share(checkout, List.of(rebuilt)).archived()).isTrue();

        var updated = draft("three", "spring.jar");
        Files.writeString(updated.resolve("lib/spring.jar"), "other");
        assertThat(Libraries.share(checkout, List.of(updated)).archived()).isFalse();
    }

    private Path draft(String name, String... jars) throws IOException {
        var draft = folder.resolve(name + ".new");
        Files.createDirectories(draft.resolve("lib"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "the.Main");
        new JarOutputStream(Files.newOutputStream(draft.resolve(name + ".jar")), manifest).close();
        for (var jar : jars) {
            Files.writeString(draft.resolve("lib").resolve(jar), "jar " + jar);
        }
        return draft;
    }
}
