package dev.bulkhead.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The command as {@code ./bulkhead} starts it: from jars, with an archive of its classes that the
 * first {@code up} leaves when it ends. Here for all that the tests of this JVM start.
 */
final class PackagedCommand {

    private static final PackagedCommand HERE = new PackagedCommand();

    private final Path archive;
    private final String classPath;

    private PackagedCommand() {
        try {
            var folder = Files.createTempDirectory("bulkhead-command-");
            folder.toFile().deleteOnExit();
            archive = folder.resolve("cli.jsa");
            archive.toFile().deleteOnExit();
            var jars = new ArrayList<String>();
            for (var it : System.getProperty("java.class.path").split(File.pathSeparator)) {
                jars.add(
                        Files.isDirectory(Path.of(it))
                                ? jar(Path.of(it), folder.resolve(jars.size() + ".jar"))
                                : it);
            }
            classPath = String.join(File.pathSeparator, jars);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PackagedCommand here() {
        return HERE;
    }

    /** What stands before the main class. */
    List<String> options(String verb) {
        var options = new ArrayList<>(List.of("-Xlog:disable", "-cp", classPath));
        if (verb.equals("up")) {
            options.add("-XX:+AutoCreateSharedArchive");
        }
        if (verb.equals("up") || Files.exists(archive)) {
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        return options;
    }

    private static String jar(Path classes, Path jar) throws IOException {
        jar.toFile().deleteOnExit();
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar.toString();
    }
}
