package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            required = true,
            description = "Gets a folder per service, and one for the server.")
    private Path into = Path.of("");

    @Option(
            names = "--hba-file",
            paramLabel = "FILE",
            description =
                    "Written when missing, so that the server can start: nobody but its"
                            + " administrator may connect until the databases are provisioned.")
    private @Nullable Path hbaFile;

    @Option(
            names = "--network",
            paramLabel = "CIDR",
            description = "From where the administrator connects.")
    private List<String> networks = new ArrayList<>();

    private final Checkout checkout;
    private final Screen screen;

    SecretsCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var secrets = new Secrets(checkout.secrets());
        try {
            give("postgres", List.of(secrets.file(Secrets.ADMINISTRATOR)));
            var manifest = Manifest.read(checkout.manifest());
            for (var service : manifest.services()) {
                var place = ServiceDatabase.of(manifest, service);
                secrets.file(place.owner());
                var own = new ArrayList<>(List.of(secrets.file(place.user())));
                service.secrets().forEach(it -> own.add(secrets.file(service.name(), it)));
                give(service.name(), own);
            }
            if (hbaFile != null && !Files.exists(hbaFile)) {
                Files.writeString(hbaFile, administratorOnly());
                Files.setPosixFilePermissions(
                        hbaFile, PosixFilePermissions.fromString("rw-r-----"));
            }
        } catch (IOException e) {
            throw Mistake.failure("Cannot hand out the secrets: " + e);
        }
        return ExitCode.OK;
    }

    private void give(String owner, List<Path> files) throws IOException {
        var folder = Files.createDirectories(into.resolve(owner));
        for (var file : files) {
            var target = folder.resolve(file.getFileName());
            var secret = Files.readString(file);
            if (Files.exists(target) && Files.readString(target).equals(secret)) {
                continue;
            }
            Files.deleteIfExists(target);
            Files.createFile(
                    target,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(target, secret);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(READABLE));
        }
        screen.say("  ok %-16s %d".formatted(owner, files.size()));
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
