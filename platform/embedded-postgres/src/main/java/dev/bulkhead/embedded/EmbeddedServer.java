package dev.bulkhead.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server in a folder of its own, listening on loopback only, every password checked.
 *
 * <p>It is a process apart from this one: a persistent server outlives the JVM that started it and
 * is found again by {@link #running}; a throw-away server ends with the JVM, however that ends.
 */
public final class EmbeddedServer implements AutoCloseable {

    public static final String ADMINISTRATOR = "postgres";
    public static final String HOST = "localhost";

    /** How the folder begins that a restore puts the data aside as, beside {@code data}. */
    public static final String PUT_ASIDE = "data.before-restore-";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** A restored server reads the whole log since its backup before it answers. */
    private static final Duration RECOVERY_LIMIT = Duration.ofHours(12);

    private static final int PORT_ATTEMPTS = 3;

    private final Installation installation;
    private final int port;
    private final @Nullable Process watcher;

    private EmbeddedServer(Installation installation, int port, @Nullable Process watcher) {
        this.installation = installation;
        this.port = port;
        this.watcher = watcher;
    }

    /** A server whose data stay in {@code folder}; starting twice finds the first. */
    public static Builder in(Path folder) {
        return new Builder(folder.toAbsolutePath(), false);
    }

    /** A server for tests: fast instead of durable, in a temporary folder, gone with the JVM. */
    public static Builder throwaway() {
        return throwaway(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same in a folder of its own under {@code parent}. */
    public static Builder throwaway(Path parent) {
        try {
            return new Builder(Leftovers.newFolder(parent), true)
                    .setting("fsync", "off")
                    .setting("synchronous_commit", "off")
                    .setting("full_page_writes", "off")
                    .setting("wal_level", "minimal")
                    .setting("max_wal_senders", "0")
                    .setting("autovacuum", "off");
        } catch (IOException e) {
            throw new EmbeddedServerFailed(
                    "No folder for a temporary server: " + e.getMessage(), e);
        }
    }

    /** The server that runs on {@code folder}'s data now, whoever started it. */
    public static Optional<EmbeddedServer> running(Path folder) {
        var installation = new Installation(folder.toAbsolutePath(), null);
        return installation
                .postmaster()
                .map(postmaster -> new EmbeddedServer(installation, postmaster.port(), null));
    }

    /**
     * The version that a start would run.
     *
     * @param home where {@code bin/postgres} lies, or null for the binaries from Maven Central
     */
    public static int majorVersion(@Nullable Path home) {
        return new Installation(Path.of("/"), home).majorVersion();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return installation.postmaster().map(Postmaster::pid).orElse(-1L);
    }

    /** The file that says who may connect to what; a reload makes changes count. */
    public Path hbaFile() {
        return installation.data().resolve("pg_hba.conf");
    }

    public Path log() {
        return installation.log();
    }

    public boolean isRunning() {
        return installation.postmaster().isPresent();
    }

    /** Ends all sessions, waits until the data are safe on disk and the process is gone. */
    public void stop() {
        installation.stop(watcher == null ? "fast" : "immediate");
        if (watcher != null) {
            try {
                Folders.delete(installation.folder());
                watcher.getOutputStream().close(); // it deletes what is left
            } catch (IOException e) {
                // it sees this JVM end
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** How a server is to be started. */
    public static final class Builder {

        private final Path folder;
        private final boolean throwaway;
        private final Map<String, String> settings = new TreeMap<>();
        private int port;
        private @Nullable Path home;
        private @Nullable String password;

        private Builder(Path folder, boolean throwaway) {
            this.folder = folder;
            this.throwaway = throwaway;
        }

        /** The TCP port; 0, the default, takes a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The password of {@link #ADMINISTRATOR}; it counts when the data folder is made. */
        public Builder administratorPassword(String password) {
            this.password = password;
            return this;
        }

        /** Runs the server whose {@code bin/postgres} lies there, instead of our own. */
        public Builder installedIn(Path home) {
            this.home = home;
            return this;
        }

        /** A line of postgresql.conf. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Where the server's files lie; what else is put there goes with a throw-away server. */
        public Path folder() {
            return folder;
        }

        public EmbeddedServer start() {
            var installation = new Installation(folder, home);
            var running = installation.postmaster();
            if (running.isPresent()) {
                return new EmbeddedServer(installation, running.get().port(), null);
            }
            if (password == null) {
                throw new IllegalStateException("The administrator needs a password.");
            }
            var watcher = throwaway ? installation.watchThisJvm() : null;
            installation.initialise(password, throwaway);
            var server = new EmbeddedServer(installation, startOnSomePort(installation), watcher);
            if (throwaway) {
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::stop));
            }
            return server;
        }

        /** Between finding a free port and taking it, somebody else may take it. */
        private int startOnSomePort(Installation installation) {
            for (int left = port == 0 ? PORT_ATTEMPTS : 1; ; left--) {
                int candidate = port == 0 ? FreePorts.next() : port;
                installation.configure(withAddresses(candidate));
                try {
                    installation.start(installation.recovers() ? RECOVERY_LIMIT : START_LIMIT);
                    return candidate;
                } catch (EmbeddedServerFailed e) {
                    if (left <= 1) {
                        throw e;
                    }
                }
            }
        }

        private Map<String, String> withAddresses(int actualPort) {
            var all = new LinkedHashMap<>(settings);
            all.put("listen_addresses", HOST);
            all.put("port", String.valueOf(actualPort));
            all.putIfAbsent("unix_socket_directories", "");
            all.put("password_encryption", "scram-sha-256");
            // Details quote the row that broke a constraint: e-mail addresses, hashes.
            all.putIfAbsent("log_error_verbosity", "terse");
            return all;
        }
    }
}
