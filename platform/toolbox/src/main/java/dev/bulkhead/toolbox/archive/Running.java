package dev.bulkhead.toolbox.archive;

import dev.bulkhead.embedded.Privileges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One stanza's pgBackRest: runs its commands and puts its complaints into words. */
record Running(PgBackRest program, Path config, Path passwords, String stanza) {

    private static final Pattern ERROR = Pattern.compile("ERROR: \\[(\\d+)]: (.*)");
    private static final Pattern PERCENT = Pattern.compile(" (\\d+(?:\\.\\d+)?)%\\)");
    private static final int LOCKED = 50;
    private static final int MOST_SHOWN = 6;

    /** Only what is named there: a PGBACKREST_… of the environment would overrule the file. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "TMPDIR", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR");

    /**
     * @param percent hears how far a backup or restore is
     * @return what it printed, line by line
     */
    List<String> run(List<String> arguments, Consumer<String> percent) {
        var said = new ArrayList<String>();
        var code = run(arguments, said, percent);
        if (code != 0) {
            throw failed(arguments.getLast(), code, said);
        }
        return said;
    }

    /** False when another pgBackRest works on the stanza. */
    boolean runUnlessLocked(List<String> arguments, Consumer<String> percent) {
        var said = new ArrayList<String>();
        var code = run(arguments, said, percent);
        if (code != 0 && code != LOCKED) {
            throw failed(arguments.getLast(), code, said);
        }
        return code == 0;
    }

    /** What a shell, such as the one that PostgreSQL starts, is to run. */
    String forShell(String arguments) {
        return "%s --config=%s --stanza=%s %s"
                .formatted(quoted(program.program()), quoted(config), stanza, arguments);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''").replace("%", "%%") + "'";
    }

    private int run(List<String> arguments, List<String> said, Consumer<String> percent) {
        var command =
                new ArrayList<>(
                        List.of(
                                program.program().toString(),
                                "--config=" + config,
                                "--stanza=" + stanza,
                                "--log-level-console=detail"));
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(Privileges.here().command(command)).redirectErrorStream(true);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().put("PGPASSFILE", passwords.toString());
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ArchiveFailed("pgBackRest could not be run: " + e.getMessage(), e);
        }
        var end = Thread.ofPlatform().unstarted(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try (var lines = process.inputReader()) {
            process.getOutputStream().close();
            lines.lines()
                    .forEach(line -> {
                        var match = PERCENT.matcher(line);
                        if (match.find()) {
                            percent.accept(match.group(1) + " %");
                        } else {
                            said.add(line);
                        }
                    });
            return process.waitFor();
        } catch (IOException | UncheckedIOException e) {
            throw new ArchiveFailed("pgBackRest's output ended: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchiveFailed("Interrupted while pgBackRest was at work.", e);
        } finally {
            process.destroy();
            forget(end);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process ends, and the hook with it
        }
    }

    private ArchiveFailed failed(String command, int code, List<String> said) {
        var all = String.join("\n", said);
        if (all.contains("CryptoError")
                || all.contains("key/value found outside of section")
                || all.contains("cipher header invalid")) {
            return new ArchiveFailed(
                    "The repository of %s cannot be read with this passphrase: it was encrypted with another one than lies in secrets/%s."
                            .formatted(stanza, Configuration.PASSPHRASE));
        }
        if (code == LOCKED) {
            return new ArchiveFailed(
                    "Another pgBackRest works on %s now; try again when it has ended."
                            .formatted(stanza));
        }
        return new ArchiveFailed(
                "pgBackRest %s of %s failed: %s".formatted(command, stanza, complaint(said)));
    }

    /** Its error with the lines that explain it. */
    private static String complaint(List<String> said) {
        for (var i = 0; i < said.size(); i++) {
            var match = ERROR.matcher(said.get(i));
            if (match.find()) {
                var rest =
                        said.subList(i + 1, Math.min(said.size(), i + MOST_SHOWN)).stream()
                                .filter(it -> it.startsWith(" "))
                                .map(it -> "\n" + it)
                                .collect(Collectors.joining());
                return match.group(2) + rest;
            }
        }
        return said.isEmpty() ? "it said nothing." : said.getLast();
    }
}
