package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * An archive of an application's own classes, on top of its {@link Libraries libraries'} (JEP 350).
 * The first run of a build writes it when it ends, so that nothing has to be started for it; later
 * runs start from it.
 */
final class OwnClasses {

    private static final String ARCHIVE = "own.jsa";

    private final Path archive;
    private final Path draft;

    private OwnClasses(Path application) {
        archive = application.resolve(ARCHIVE);
        draft = application.resolve(ARCHIVE + ".new");
    }

    /**
     * @param application where it was unpacked
     */
    static OwnClasses of(Path application) {
        return new OwnClasses(application);
    }

    /** Those of the build that a process runs. */
    static OwnClasses of(Checkout checkout, Running running) {
        var build = running.build().split("/", 2)[0];
        return of(checkout.build().resolveSibling(build).resolve(running.name()));
    }

    /** What a JVM is told: to use the archive, or to make it when it ends. */
    List<String> options(Libraries libraries) {
        var shared = "-XX:SharedArchiveFile=" + libraries.archive();
        return Files.exists(archive)
                ? List.of(shared + ":" + archive)
                : List.of(shared, "-XX:ArchiveClassesAtExit=" + draft);
    }

    /** Whether an option only says which archive is used or made. */
    static boolean names(String option) {
        return option.startsWith("-XX:SharedArchiveFile=")
                || option.startsWith("-XX:ArchiveClassesAtExit=");
    }

    /**
     * After the end of a process: what it archived is good only if it had been ready, and had time
     * to write it.
     */
    void settle(boolean complete) {
        try {
            if (complete && Files.exists(draft)) {
                Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            return; // only speed is lost; whoever stops a platform has others to stop
        }
    }
}
