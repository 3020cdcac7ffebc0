package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The applications of one build, unpacked: a JVM starts faster from plain jars than from one jar in
 * which they are nested, and a rebuild cannot pull the files out from under a running process.
 */
public final class Applications {

    /** The images read the same file. */
    private static final List<String> MODEST = options("jvm.options");

    /** What an archive of classes is made for; it is no good for others. */
    static final List<String> LAYOUT =
            MODEST.stream().filter(it -> it.startsWith("-XX:+Use")).toList();

    /** The images read this one as well. */
    private static final List<String> ARCHIVED = options("archived.options");

    /** Options with which a JVM would refuse to start with the archive. */
    private static final Pattern OTHER_LAYOUT =
            Pattern.compile(
                    "GC\\b|ObjectHeaders|CompressedOops|-Xm[sn]|NewSize|SharedArchive|-Xshare");

    private final Checkout checkout;
    private final List<String> options;

    public Applications(Checkout checkout) {
        this(checkout, List.of());
    }

    /**
     * @param options for every application, after the usual ones
     */
    Applications(Checkout checkout, List<String> options) {
        this.checkout = checkout;
        this.options = List.copyOf(options);
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
            }
            share(work);
            for (var member : work) {
                Files.move(draft(member), folder(member));
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

    /** Services together, because their libraries are nearly the same; the gateway alone. */
    private void share(List<Member> unpacked) throws IOException {
        for (var front : List.of(true, false)) {
            var alike = unpacked.stream().filter(it -> it.front() == front).toList();
            if (!alike.isEmpty()) {
                var libraries = Libraries.share(checkout, alike.stream().map(this::draft).toList());
                for (var member : alike) {
                    libraries.describe(draft(member));
                }
            }
        }
    }

    /** The libraries that applications share and that no archive was made of yet. */
    Set<Libraries> unarchived(List<Member> members) {
        return members.stream()
                .flatMap(it -> libraries(it).stream())
                .filter(it -> !it.archived())
                .collect(Collectors.toSet());
    }

    Optional<Libraries> libraries(Member member) {
        return Libraries.of(checkout, folder(member));
    }

    List<String> command(Member member) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(MODEST);
        var more = System.getenv().getOrDefault("BULKHEAD_JAVA_OPTS", "").strip();
        var libraries = libraries(member);
        if (libraries.filter(Libraries::archived).isPresent()
                && !OTHER_LAYOUT.matcher(more).find()) {
            command.addAll(ARCHIVED);
            command.addAll(archives(member, libraries.get()));
        }
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split("\\s+")));
        }
        options.forEach(it -> command.add(it.replace("%m", member.name())));
        if (libraries.isPresent()) {
            command.addAll(libraries.get().target(folder(member)));
        } else {
            command.addAll(
                    List.of("-jar", folder(member).resolve(member.name() + ".jar").toString()));
        }
        return command;
    }

    /** A start that lists classes for an archive is none to make another archive of. */
    private List<String> archives(Member member, Libraries libraries) {
        return options.isEmpty()
                ? OwnClasses.of(folder(member)).options(libraries)
                : List.of("-XX:SharedArchiveFile=" + libraries.archive());
    }

    /**
     * Names what a process runs: the build, and a mark for the command, whatever archive it starts
     * from, and the settings it was given.
     */
    String name(List<String> command, Map<String, String> settings) {
        var told = command.stream().filter(it -> !OwnClasses.names(it)).toList();
        return checkout.buildName() + "/" + Integer.toHexString(Objects.hash(told, settings));
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
                var libraries = folder.getFileName().toString().equals(Libraries.FOLDER);
                if (!unfinished && !libraries && !folder.equals(checkout.build())) {
                    deleteRecursively(folder);
                }
            }
        } catch (IOException e) {
            return; // only space is lost, and the next start tries again
        }
    }

    /** Throws away libraries that only older builds used. */
    void deleteOtherLibraries(List<Member> members) {
        var used =
                members.stream()
                        .flatMap(it -> libraries(it).stream())
                        .map(Libraries::folder)
                        .collect(Collectors.toSet());
        var all = checkout.build().resolveSibling(Libraries.FOLDER);
        if (used.isEmpty() || !Files.isDirectory(all)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(all)) {
            for (var folder : folders) {
                if (!used.contains(folder)) {
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

    private static List<String> options(String name) {
        try (var file = Applications.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(it -> it.startsWith("-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static void deleteRecursively(Path folder) throws IOException {
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
