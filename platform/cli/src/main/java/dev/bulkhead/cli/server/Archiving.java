package dev.bulkhead.cli.server;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.manifest.Backup;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.toolbox.archive.ArchiveFailed;
import dev.bulkhead.toolbox.archive.PgBackRest;
import dev.bulkhead.toolbox.archive.ServerArchive;
import dev.bulkhead.toolbox.archive.ServerFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the servers of a platform archive their log and are backed up, where the manifest says so.
 */
public record Archiving(Checkout checkout, Backup backup) {

    public static Optional<Archiving> of(Checkout checkout, Manifest manifest) {
        return manifest.backup().map(it -> new Archiving(checkout, it));
    }

    /** The archive of a server; its configuration is written anew. */
    public ServerArchive of(ServerFiles server, String password) {
        var archive =
                new ServerArchive(
                        PgBackRest.installed(),
                        backup,
                        checkout.state().resolve("backup"),
                        repository(),
                        new Secrets(checkout.secrets()),
                        server);
        archive.configure(password);
        return archive;
    }

    /** Where backups are kept unless the manifest says otherwise. */
    public Path repository() {
        return checkout.state().resolve("backups/server");
    }

    /**
     * Has a server archive its log that has just started. Where the repository cannot be reached
     * now the server serves all the same, keeps its log, and the next backup says what is wrong.
     */
    void begin(ServerFiles server, String password) {
        try {
            of(server, password).begin();
        } catch (ArchiveFailed e) {
            // as said above
        }
    }

    /** A server that should be backed up and cannot is not started: nobody would notice. */
    Map<String, String> settings(ServerFiles server, String password) {
        try {
            return of(server, password).settings();
        } catch (ArchiveFailed e) {
            throw Mistake.failure(
                    "%s asks for backups, so the server keeps an archive from its start on. %s Or take the section \"backup\" out of it."
                            .formatted(checkout.shown(checkout.manifest()), e.getMessage()));
        }
    }
}
