package dev.bulkhead.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListsTests {

    @TempDir Path folder;

    @Test
    void namesEachClassOnceAndAllThatWasResolvedOfIt() throws IOException {
        var auth =
                list(
                        "auth",
                        """
                        # NOTE: Do not modify this file.
                        java/lang/Object id: 0
                        a/Shared id: 1
                        own/Loaded id: 2 super: 0 source: /tmp/own.jar
                        @lambda-proxy a/Shared run ()Ljava/lang/Runnable; ()V REF_invokeStatic a/Shared lambda$0 ()V
                        @cp a/Shared 7 30
                        """);
        var game =
                list(
                        "game",
                        """
                        java/lang/Object id: 0
                        a/OfGame id: 1
                        a/Shared id: 2
                        @cp a/OfGame 4
                        @cp a/Shared 7 9
                        """);

        assertThat(ClassLists.merge(List.of(auth, game)))
                .containsExactly(
                        "java/lang/Object",
                        "a/Shared",
                        "@lambda-proxy a/Shared run ()Ljava/lang/Runnable; ()V REF_invokeStatic"
                                + " a/Shared lambda$0 ()V",
                        "a/OfGame",
                        "@cp a/OfGame 4",
                        "@cp a/Shared 7 9 30");
    }

    private Path list(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
