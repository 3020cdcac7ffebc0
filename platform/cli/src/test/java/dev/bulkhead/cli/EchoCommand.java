package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Stands in for the whole command where only the script is tested: says what it was called with,
 * and with {@code --wait} goes on until it is stopped.
 */
final class EchoCommand {

    private EchoCommand() {}

    /** A jar in which the command's main class only echoes. */
    static Path jar(Path jar) throws IOException {
        if (Files.exists(jar)) {
            return jar;
        }
        var sources = Files.createTempDirectory(jar.getParent(), "echo");
        var source = sources.resolve("Bulkhead.java");
        Files.writeString(
                source,
                """
                package dev.bulkhead.cli;
                class Bulkhead {
                    public static void main(String[] arguments) throws InterruptedException {
                        System.out.println(java.util.Arrays.toString(arguments));
                        if (java.util.List.of(arguments).contains("--wait")) {
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                try {
                                    Thread.sleep(500); // stopping takes a while
                                } catch (InterruptedException _) {
                                }
                                System.out.println("stopped in order");
                            }));
                            System.out.println("waiting");
                            Thread.sleep(60_000); // or until a test ends it
                        }
                    }
                }
                """);
        var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-d", sources.toString(), source.toString()))
                .isZero();
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("dev/bulkhead/cli/Bulkhead.class"));
            Files.copy(sources.resolve("dev/bulkhead/cli/Bulkhead.class"), out);
            out.closeEntry();
        }
        return jar;
    }
}
