package dev.bulkhead.cli.checkout;

import dev.bulkhead.cli.process.RunFolder;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * One copy of the repository and everything it keeps. Two copies never meet: outside their own
 * folders lie only PostgreSQL's unpacked programs, which nobody changes.
 *
 * @param root the repository
 * @param manifest what is worked on, as a rule the repository's own
 * @param state secrets, data, logs and pid files
 * @param build the applications as {@code ./bulkhead} built them, named by their sources
 */
public record Checkout(Path root, Path manifest, Path state, Path build, String version) {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /** The repository's own platform. */
    public Checkout(Path root, Path state, Path build, String version) {
        this(root, root.resolve(Manifest.FILE_NAME), state, build, version);
    }

    /** As the {@code bulkhead} script describes it in system properties. */
    public static Checkout ofThisProcess() {
        var root = Path.of(System.getProperty("bulkhead.root", "")).toAbsolutePath();
        var state = Path.of(System.getProperty("bulkhead.state", root + "/.bulkhead"));
        var build = Path.of(System.getProperty("bulkhead.build", state + "/build"));
        return new Checkout(
                root,
                state.toAbsolutePath(),
                build.toAbsolutePath(),
                System.getProperty("bulkhead.version", "of a test"));
    }

    /** Another platform beside the repository's own: what it keeps never meets ours. */
    Checkout beside(Path otherManifest, String name) {
        return new Checkout(
                root, otherManifest, state.resolve("platforms").resolve(name), build, version);
    }

    /** Whether the platform is the one whose applications are built here. */
    public boolean ownPlatform() {
        return manifest.equals(root.resolve(Manifest.FILE_NAME));
    }

    public Path secrets() {
        return state.resolve("secrets");
    }

    /** What a server of ours keeps. */
    public Path server(String name) {
        return state.resolve(name);
    }

    /** The working folder of one application: what it writes to relative paths stays here. */
    public Path data(String application) {
        return state.resolve("data").resolve(application);
    }

    /** Where a service finds its database's address, and is told when it changes. */
    public Path address(String service) {
        return state.resolve("run/address").resolve(service + ".properties");
    }

    public Path log(String name) {
        return state.resolve("logs").resolve(name + ".log");
    }

    public RunFolder running() {
        return new RunFolder(state.resolve("run"));
    }

    public LauncherLock lock() {
        return new LauncherLock(state.resolve("run"));
    }

    /** Whether a server is away on purpose. */
    public RestoreMark restoring(String server) {
        return new RestoreMark(state.resolve("run"), server);
    }

    /** Which rung each service was put on last. */
    public RungsFile rungs() {
        return new RungsFile(state.resolve("run/rungs"));
    }

    /** What tells one build from another. */
    public String buildName() {
        return build.getFileName().toString();
    }

    /** As a person standing in the repository would type it. */
    public String shown(Path path) {
        return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    }

    /** Makes the state folder, readable by its owner only, and shows that it can be written. */
    public void prepare() {
        try {
            Files.createDirectories(state.resolve("run"));
            Files.createDirectories(state.resolve("logs"));
            if (!Files.getPosixFilePermissions(state).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(state, OWNER_ONLY);
            }
            Files.delete(Files.createTempFile(state.resolve("run"), "writable", ".new"));
        } catch (IOException e) {
            throw Mistake.failure(
                    "Cannot write to "
                            + state
                            + " as "
                            + System.getProperty("user.name")
                            + ": "
                            + reason(e)
                            + ". Give yourself the right, or run from a folder of your own.");
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "access denied"
                : String.valueOf(e.getMessage());
    }
}
