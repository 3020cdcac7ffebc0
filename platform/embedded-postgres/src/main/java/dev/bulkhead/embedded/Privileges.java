package dev.bulkhead.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** As whom PostgreSQL's programs, and those that work on its files, run: not as root. */
public enum Privileges {
    /** We are somebody: as ourselves. */
    OWN(List.of()),

    /** We are root: in a user namespace of its own, where the same user is nobody. */
    NAMESPACE(List.of("unshare", "--user")),

    /** We are root where namespaces are forbidden, as in most containers: as user nobody. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final int NOBODYS_ID = 65_534;
    private static final int PROBE_SECONDS = 10;

    private final List<String> prefix;

    Privileges(List<String> prefix) {
        this.prefix = prefix;
    }

    /** What works on this machine. */
    public static Privileges here() {
        return Here.FOUND;
    }

    /** Whether a file is this user's. */
    public static boolean owns(Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:uid")).longValue()
                == new UnixSystem().getUid();
    }

    /** The same command, run that way. */
    public List<String> command(List<String> command) {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Lets the programs write where we have written. */
    public void handOver(Path path) throws IOException {
        if (this == NOBODY) {
            Files.setAttribute(path, "unix:uid", NOBODYS_ID);
            Files.setAttribute(path, "unix:gid", NOBODYS_ID);
        }
    }

    private static Privileges find() {
        if (new UnixSystem().getUid() != 0) {
            return OWN;
        }
        for (var candidate : List.of(NAMESPACE, NOBODY)) {
            if (candidate.works()) {
                return candidate;
            }
        }
        throw new EmbeddedServerFailed(
                "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here; run"
                        + " this as another user.");
    }

    private boolean works() {
        try {
            var process =
                    new ProcessBuilder(command(List.of("true")))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Here {

        /** The property is for trying on one machine what another one needs. */
        static final Privileges FOUND =
                System.getProperty("bulkhead.postgres.privileges") instanceof String name
                        ? valueOf(name)
                        : find();
    }
}
