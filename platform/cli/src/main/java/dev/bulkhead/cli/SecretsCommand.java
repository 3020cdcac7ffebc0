package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PerService;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.cli.server.TlsOfAddress;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.GivenSecrets;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.toolbox.archive.ServerArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For containers: a volume per service is what keeps one from reading another's secrets. */
@Command(
        name = "secrets",
        hidden = true,
        description =
                "Makes the secrets that are missing and gives each service a folder with its own.")
final class SecretsCommand implements Callable<Integer> {

    private static final String READABLE = "r--r-----";
    private static final String CONNECTION = "connection.properties";

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            required = true,
            defaultValue = "${env:BULKHEAD_SECRETS_INTO}",
            description = "Gets a folder per service, and one for the server.")
    private Path into = Path.of("");

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description =
                    "Where services find the shared server (SERVICE=HOST:PORT: that service its"
                            + " own), with ?sslmode=verify-full&sslrootcert=FILE behind it where"
                            + " the server has to prove who it is. May be repeated.")
    private List<String> servers = new ArrayList<>();

    @Option(
            names = "--mounted-at",
            paramLabel = "FOLDER",
            description = "Where a service finds its folder (default ${DEFAULT-VALUE}).")
    private Path mount = Path.of("/run/bulkhead/secrets");

    @Option(
            names = "--hba-file",
            paramLabel = "FILE",
            defaultValue = "${env:BULKHEAD_HBA_FILE}",
            description =
                    "Written when missing, so that a server can start: nobody but its administrator"
                            + " may connect until the databases are provisioned (SERVICE=FILE: that"
                            + " service's own). May be repeated.")
    private List<String> hbaFiles = new ArrayList<>();

    @Option(
            names = "--network",
            paramLabel = "CIDR",
            defaultValue = "${env:BULKHEAD_NETWORK}",
            description = "From where the administrator connects.")
    private List<String> networks = new ArrayList<>();

    @Option(
            names = "--given",
            paramLabel = "FOLDER",
            description =
                    "Secrets that you keep, a file each: the administrator's password of each"
                            + " server and what services ask for must be there, passwords of roles"
                            + " may. Short or usual ones are refused.")
    private @Nullable Path given;

    private final Checkout checkout;
    private final Screen screen;

    SecretsCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var secrets = new Secrets(checkout.secrets());
        var manifest = Manifest.read(checkout.manifest());
        var addresses = PerService.of("--server", servers);
        if (given != null) {
            take(new GivenSecrets(given), manifest, secrets);
        }
        try {
            for (var server : Servers.names(manifest)) {
                give(server, ofServer(secrets, server, manifest), "");
            }
            for (var service : manifest.services()) {
                var place = ServiceDatabase.of(manifest, service);
                secrets.file(place.owner());
                var own = new ArrayList<>(List.of(secrets.file(place.user())));
                service.secrets().forEach(it -> own.add(secrets.file(service.name(), it)));
                give(service.name(), own, connection(place, address(place, addresses)));
            }
            for (var file : PerService.of("--hba-file", hbaFiles).values()) {
                open(Path.of(file));
            }
        } catch (IOException e) {
            throw Mistake.failure("Cannot hand out the secrets: " + e);
        }
        return ExitCode.OK;
    }

    /** The server archives its log, so it has the keys to the repository. */
    private static List<Path> ofServer(Secrets secrets, String server, Manifest manifest) {
        var files = new ArrayList<>(List.of(secrets.file(Servers.administratorFile(server))));
        manifest.backup()
                .ifPresent(it ->
                        ServerArchive.secrets(it, secrets).stream()
                                .map(secrets::file)
                                .forEach(files::add));
        return files;
    }

    private static void take(GivenSecrets given, Manifest manifest, Secrets secrets) {
        var required = new TreeSet<String>();
        Servers.names(manifest).forEach(it -> required.add(Servers.administratorFile(it)));
        var roles = new TreeSet<String>();
        for (var service : manifest.services()) {
            service.secrets().forEach(it -> required.add(Secrets.name(service.name(), it)));
            var place = ServiceDatabase.of(manifest, service);
            roles.addAll(Set.of(place.owner(), place.user()));
        }
        given.takeInto(secrets, required, roles);
    }

    private static String address(ServiceDatabase place, Map<String, String> addresses) {
        var shared = place.server().equals(ServiceDatabase.SHARED_SERVER);
        var address = addresses.get(shared ? PerService.SHARED : place.server());
        if (address == null) {
            throw Mistake.usage(
                    shared
                            ? "say where the shared server is, with --server=HOST:PORT."
                            : "%1$s is on the rung server: say where its own is, with --server=%1$s=HOST:PORT."
                                    .formatted(place.server()));
        }
        return address;
    }

    /** What a service must know beside its secrets, so that the manifest alone decides its rung. */
    private String connection(ServiceDatabase place, String address) {
        var parts = address.split("\\?", 2);
        var tls = TlsOfAddress.of("--server", parts.length == 1 ? null : parts[1]);
        return """
        # Written at every start from platform.yaml. No secret.
        spring.datasource.url=jdbc:postgresql://%s/%s%s
        spring.datasource.username=%s
        bulkhead.db.password-file=%s
        bulkhead.db.prefix=%s
        bulkhead.db.owner-role=%s
        bulkhead.db.pool=%d
        bulkhead.db.address-file=%s
        """
                .formatted(
                        parts[0],
                        place.database(),
                        tls.query(),
                        place.user(),
                        mount.resolve(place.user()),
                        place.prefix(),
                        place.owner(),
                        place.service().pool(),
                        mount.resolve(CONNECTION));
    }

    /**
     * @param connection empty for whoever connects to nothing
     */
    private void give(String owner, List<Path> files, String connection) throws IOException {
        var folder = Files.createDirectories(into.resolve(owner));
        var names = new TreeSet<String>();
        for (var file : files) {
            write(folder.resolve(file.getFileName()), Files.readString(file));
            names.add(file.getFileName().toString());
        }
        if (!connection.isEmpty()) {
            write(folder.resolve(CONNECTION), connection);
            names.add(CONNECTION);
        }
        takeBack(folder, names);
        screen.say("  ok %-16s %d".formatted(owner, files.size()));
    }

    private static void write(Path target, String content) throws IOException {
        if (Files.exists(target) && Files.readString(target).equals(content)) {
            return;
        }
        Files.deleteIfExists(target);
        Files.createFile(
                target,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(target, content);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(READABLE));
    }

    /** On another rung a service is another user; it keeps no password but today's. */
    private static void takeBack(Path folder, Set<String> names) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private void open(Path hbaFile) throws IOException {
        if (!Files.exists(hbaFile)) {
            Files.writeString(hbaFile, administratorOnly());
            Files.setPosixFilePermissions(hbaFile, PosixFilePermissions.fromString("rw-r-----"));
        }
    }

    private String administratorOnly() {
        var lines = new StringBuilder("# Until the databases are provisioned.\n");
        lines.append("local all postgres peer\n");
        for (var network : networks) {
            lines.append("host all postgres ").append(network).append(" scram-sha-256\n");
        }
        return lines.append("host all all all reject\n").toString();
    }
}
