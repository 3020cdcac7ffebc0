package dev.bulkhead.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts processes outside the terminal's session. Ctrl-C reaches every process of the terminal's
 * group at once; these must hear it from the launcher instead, in order, and must outlive it when
 * it detaches. Where {@code ./bulkhead} gave the launcher a session of its own ({@code
 * bulkhead.own-session}) they share it, else each gets one.
 */
public final class Spawning {

    private Spawning() {}

    /**
     * @param environment the whole environment: nothing is inherited
     * @param log takes both output streams; what it held before is kept beside it as {@code
     *     *.log.1}
     */
    public static Process start(
            List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log)) {
            var previous = log.resolveSibling(log.getFileName() + ".1");
            Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        var builder = new ProcessBuilder(outsideTheTerminal(command));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
    }

    static List<String> outsideTheTerminal(List<String> command) {
        if (Boolean.getBoolean("bulkhead.own-session")) {
            return command;
        }
        var wrapped = new ArrayList<String>();
        var setsid = onPath("setsid");
        if (setsid.isPresent()) {
            wrapped.add(setsid.get().toString());
        } else {
            onPath("perl") // macOS has no setsid command
                    .ifPresent(perl ->
                            wrapped.addAll(
                                    List.of(
                                            perl.toString(),
                                            "-e",
                                            "use POSIX; POSIX::setsid(); exec @ARGV",
                                            "--")));
        }
        wrapped.addAll(command);
        return wrapped;
    }

    /** A program by its name, as a shell would find it. */
    public static Optional<Path> onPath(String program) {
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (var folder : path.split(File.pathSeparator)) {
            var candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
