package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The applications of one build, unpacked: a JVM starts faster from plain jars than from one jar in
 * which they are nested, and a rebuild cannot pull the files out from under a running process.
 */
public final class Applications {

    /** Small enough for a laptop; more, or others, by {@code BULKHEAD_JAVA_OPTS}. */
    private static final List<String> MODEST =
            List.of(
                    "-Xmx192m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError");

    private final Checkout checkout;

    public Applications(Checkout checkout) {
        this.checkout = checkout;
    }

    /** Unpacks what this build has not unpacked yet. */
    public void unpack(List<Member> members) {
        var work = members.stream().filter(member -> !Files.isDirectory(folder(member))).toList();
        try {
            var unpacking = new ArrayList<Process>();
            for (var member : work) {
                deleteRecursively(draft(member));
                unpacking.add(startUnpacking(member));
            }
            for (var i = 0; i < work.size(); i++) {
                var failed = unpacking.get(i).waitFor() != 0;
                if (failed) {
                    throw Mistake.failure(
                            "Could not unpack "
                                    + jar(work.get(i))
                                    + ": "
                                    + String.join(" ", LogTail.last(unpackLog(work.get(i)), 3)));
                }
                Files.move(draft(work.get(i)), folder(work.get(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Mistake.failure("Interrupted while unpacking.");
        }
    }

    /** Whether there is something to start. */
    boolean built(Member member) {
        return Files.isRegularFile(jar(member));
    }

    List<String> command(Member member) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(MODEST);
        var more = System.getenv().getOrDefault("BULKHEAD_JAVA_OPTS", "").strip();
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split("\\s+")));
        }
        command.addAll(List.of("-jar", folder(member).resolve(member.name() + ".jar").toString()));
        return command;
    }

    /**
     * Names what a process runs: the build, and a mark for the command and the settings it was
     * given.
     */
    String name(List<String> command, Map<String, String> settings) {
        return checkout.buildName() + "/" + Integer.toHexString(Objects.hash(command, settings));
    }

    boolean current(String name) {
        return name.startsWith(checkout.buildName() + "/");
    }

    /** Throws away what older builds left, as long as nothing runs from it. */
    public void deleteOtherBuilds() {
        var builds = checkout.build().getParent();
        try (var folders = Files.newDirectoryStream(builds, Files::isDirectory)) {
            for (var folder : folders) {
                var unfinished = folder.getFileName().toString().startsWith("new.");
                if (!unfinished && !folder.equals(checkout.build())) {
                    deleteRecursively(folder);
                }
            }
        } catch (IOException e) {
            return; // only space is lost, and the next start tries again
        }
    }

    private Process startUnpacking(Member member) throws IOException {
        if (!Files.isRegularFile(jar(member))) {
            throw Mistake.failure(
                    "There is no " + jar(member) + "; start with ./bulkhead, which builds it.");
        }
        return new ProcessBuilder(
                        java(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djarmode=tools",
                        "-jar",
                        jar(member).toString(),
                        "extract",
                        "--destination",
                        draft(member).toString())
                .redirectErrorStream(true)
                .redirectOutput(unpackLog(member).toFile())
                .start();
    }

    private Path jar(Member member) {
        return checkout.build().resolve(member.name() + ".jar");
    }

    private Path folder(Member member) {
        return checkout.build().resolve(member.name());
    }

    private Path draft(Member member) {
        return checkout.build().resolve(member.name() + ".new");
    }

    private Path unpackLog(Member member) {
        return checkout.log("unpack-" + member.key());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
