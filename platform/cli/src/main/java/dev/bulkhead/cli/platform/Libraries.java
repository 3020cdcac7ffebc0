package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Other people's jars that several applications have in common: kept once, first on the class path
 * of each, so that the JVMs can share one archive of their classes, read, checked and linked
 * already (JEP 483). Our own classes come after them and are not in it, so it outlives a rebuild;
 * other jars or another JVM have a folder, and an archive, of their own.
 */
final class Libraries {

    static final String FOLDER = "libraries";

    private static final String NAME = "libraries";
    private static final String ARGUMENTS = "class-path";
    private static final String ARCHIVE = "classes.jsa";
    private static final String LIST = "classes.list";

    private final Path folder;
    private final List<String> jars;

    private Libraries(Path folder, List<String> jars) {
        this.folder = folder;
        this.jars = List.copyOf(jars);
    }

    /**
     * Moves what some unpacked applications have in common to one place.
     *
     * @param drafts each has its own jar, and the others in {@code lib}
     */
    static Libraries share(Checkout checkout, List<Path> drafts) throws IOException {
        var common = new TreeMap<>(foreign(checkout, drafts.getFirst()));
        for (var draft : drafts) {
            common.entrySet().retainAll(foreign(checkout, draft).entrySet());
        }
        var folder = checkout.build().resolveSibling(FOLDER).resolve(name(common.toString()));
        Files.createDirectories(folder);
        for (var draft : drafts) {
            for (var jar : common.keySet()) {
                move(draft.resolve("lib").resolve(jar), folder.resolve(jar));
            }
        }
        return new Libraries(folder, List.copyOf(common.keySet()));
    }

    /** Jars with a version of their own, and sums of what is in them. */
    private static TreeMap<String, Long> foreign(Checkout checkout, Path draft) throws IOException {
        var own = "-" + checkout.version() + ".jar";
        var sums = new TreeMap<String, Long>();
        try (var files = Files.list(draft.resolve("lib"))) {
            for (var jar : files.toList()) {
                var name = jar.getFileName().toString();
                if (!name.endsWith(own)) {
                    sums.put(name, sum(jar));
                }
            }
        }
        return sums;
    }

    /** The JVM compares names, sizes and times only, and ours all have the same time. */
    private static long sum(Path jar) throws IOException {
        var sum = new CRC32C();
        sum.update(Files.readAllBytes(jar));
        return sum.getValue();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (FileAlreadyExistsException e) {
            Files.delete(from); // from an earlier build or another application
        }
    }

    /** An archive is good for the very JVM that made it. */
    private static String name(String jars) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var all = jars + System.getProperty("java.home") + Runtime.version();
            return HexFormat.of().formatHex(digest.digest(all.getBytes()), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * Writes down in an unpacked application that it shares them; without a path, for folders move.
     */
    void describe(Path application) throws IOException {
        Files.writeString(application.resolve(NAME), folder.getFileName().toString());
    }

    /**
     * Writes down how an application that shares them is started where it lies now.
     *
     * @return what comes after {@code java} and its options
     */
    List<String> target(Path application) {
        try {
            var jar = application.resolve(application.getFileName() + ".jar");
            var path = new ArrayList<Path>();
            jars.forEach(it -> path.add(folder.resolve(it)));
            path.add(jar);
            path.addAll(jarsIn(application.resolve("lib")));
            var arguments = application.resolve(ARGUMENTS);
            var text = "-cp\n%s\n%s\n".formatted(quoted(joined(path.stream())), mainClass(jar));
            if (!Files.exists(arguments) || !Files.readString(arguments).equals(text)) {
                var draft = Files.createTempFile(application, ARGUMENTS, ".new");
                Files.writeString(draft, text);
                Files.move(draft, arguments, StandardCopyOption.REPLACE_EXISTING);
            }
            return List.of("@" + arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static String mainClass(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }

    private static String joined(Stream<Path> path) {
        return path.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** As the file of arguments wants it: see {@code java --help}. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The libraries that an application was unpacked with, if it shares any. */
    static Optional<Libraries> of(Checkout checkout, Path application) {
        var name = application.resolve(NAME);
        if (!Files.exists(name)) {
            return Optional.empty();
        }
        try {
            var folder =
                    checkout.build().resolveSibling(FOLDER).resolve(Files.readString(name).strip());
            return Optional.of(
                    new Libraries(
                            folder,
                            jarsIn(folder).stream()
                                    .map(it -> it.getFileName().toString())
                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path archive() {
        return folder.resolve(ARCHIVE);
    }

    /** What the archive was made of. */
    Path list() {
        return folder.resolve(LIST);
    }

    boolean archived() {
        return Files.exists(archive());
    }

    /** The class path that an archive is made for. */
    String classPath() {
        return joined(jars.stream().map(folder::resolve));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Libraries it && folder.equals(it.folder);
    }

    @Override
    public int hashCode() {
        return folder.hashCode();
    }
}
