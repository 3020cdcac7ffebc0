package dev.bulkhead.cli.backup;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.toolbox.backup.BackingUp;
import dev.bulkhead.toolbox.backup.BackupFailed;
import dev.bulkhead.toolbox.backup.BackupFolder;
import dev.bulkhead.toolbox.backup.Kept;
import dev.bulkhead.toolbox.backup.Progress;
import dev.bulkhead.toolbox.backup.Restoring;
import dev.bulkhead.toolbox.backup.StoredBackup;
import dev.bulkhead.toolbox.backup.VerifyingBackups;
import dev.bulkhead.toolbox.program.ClientPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Backs up, restores, lists, verifies and prunes backups of single services. */
public final class ServiceBackups {

    private final Checkout checkout;
    private final Screen screen;
    private final UnaryOperator<String> command;
    private final Path files;
    private final ClientPrograms programs = ClientPrograms.here();
    private final InstantSource clock = InstantSource.system();

    /**
     * @param command what to type for another verb of {@code db}
     * @param files where the backups lie; null for the usual place
     */
    public ServiceBackups(
            Checkout checkout, Screen screen, UnaryOperator<String> command, @Nullable Path files) {
        this.checkout = checkout;
        this.screen = screen;
        this.command = command;
        this.files =
                files == null
                        ? checkout.state().resolve("backups/logical")
                        : files.toAbsolutePath().normalize();
    }

    private BackupFolder folder() {
        return new BackupFolder(files);
    }

    /** How many things one machine does at once without getting slower. */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Backs services up.
     *
     * @param jobs how many at once
     */
    public int backup(Provisioning provisioning, List<String> services, int jobs) {
        var places = services.stream().map(provisioning::database).toList();
        var backingUp = new BackingUp(provisioning, programs, clock);
        places.forEach(backingUp::requirePrograms);
        var step = screen.step("backup");
        var doing = new TreeMap<String, String>();
        try (var workers = Executors.newFixedThreadPool(jobs)) {
            var running = new LinkedHashMap<String, Future<StoredBackup>>();
            for (var place : places) {
                var name = place.service().name();
                running.put(
                        name,
                        workers.submit(() -> backUp(backingUp, place, tell(step, name, doing))));
            }
            var done = finished(running, workers::shutdownNow);
            step.done(
                    done.stream()
                            .map(it -> it.backup().service())
                            .collect(Collectors.joining(", ")));
            return ExitCode.OK;
        } catch (RuntimeException e) {
            step.failed("failed");
            throw e;
        }
    }

    private static Progress tell(Screen.Step step, String name, Map<String, String> doing) {
        return what -> {
            synchronized (doing) {
                doing.put(name, what);
                step.doing(
                        doing.entrySet().stream()
                                .map(it -> it.getKey() + ": " + it.getValue())
                                .collect(Collectors.joining("; ")));
            }
        };
    }

    private StoredBackup backUp(BackingUp backingUp, ServiceDatabase place, Progress progress) {
        var stored = backingUp.run(place, folder(), progress);
        var backup = stored.backup();
        screen.say(
                "     %s: %s, %s from %s in %d rows of %d tables (%s, %s)"
                        .formatted(
                                backup.service(),
                                checkout.shown(stored.file()),
                                Progress.bytes(backup.bytes()),
                                Progress.bytes(backup.databaseBytes()),
                                backup.rows(),
                                backup.tables().size(),
                                backup.compression(),
                                Screen.seconds(
                                        Duration.between(backup.taken(), backup.finished()))));
        return stored;
    }

    private static List<StoredBackup> finished(
            Map<String, Future<StoredBackup>> running, Runnable stop) {
        var done = new ArrayList<StoredBackup>();
        try {
            for (var it : running.values()) {
                done.add(it.get());
            }
            return done;
        } catch (ExecutionException e) {
            stop.run();
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            stop.run();
            Thread.currentThread().interrupt();
            throw Mistake.failure("Interrupted.");
        }
    }

    /** Asks whoever runs the command. */
    public interface Consent {

        /**
         * @param name what has to be typed
         * @param what happens
         */
        void toChange(String name, String what);
    }

    /** Restores one service to its place. */
    public int restore(
            Provisioning provisioning,
            ServiceDatabase place,
            String file,
            int jobs,
            boolean dropOld,
            Consent consent) {
        var service = place.service().name();
        var stored = find(file);
        var backup = stored.backup();
        var restoring = new Restoring(provisioning, programs, clock);
        var checking = screen.step("check");
        Restoring.Ready ready;
        try {
            ready = restoring.check(place, stored, checking::doing);
        } catch (RuntimeException e) {
            checking.failed("refused");
            throw e;
        }
        checking.done(
                "%s of %s, %s"
                        .formatted(
                                service,
                                BackupTable.second(backup.taken()),
                                Progress.bytes(backup.bytes())));
        consent.toChange(
                service,
                "This takes %s back to %s; what it has now %s"
                        .formatted(
                                service,
                                BackupTable.second(backup.taken()),
                                dropOld ? "is lost" : "stays beside it until it is dropped"));
        var step = screen.step("restore");
        try {
            var restored = ready.run(jobs, step::doing);
            step.done(
                    "%d tables, %d rows, all as they were; %s waited %d ms"
                            .formatted(
                                    restored.tables(),
                                    restored.rows(),
                                    service,
                                    restored.stall().toMillis()));
            return afterwards(provisioning, restoring, place, restored.kept(), dropOld);
        } catch (RuntimeException e) {
            step.failed("failed");
            throw e;
        }
    }

    private int afterwards(
            Provisioning provisioning,
            Restoring restoring,
            ServiceDatabase place,
            String kept,
            boolean dropOld) {
        var service = place.service().name();
        var databases = new Databases(provisioning, screen, command);
        databases.only(List.of(service)).create();
        var holes = databases.verifyWalls();
        if (dropOld) {
            drop(restoring, place);
        } else {
            screen.say(
                    "What was there before is kept as %s; %s drops it."
                            .formatted(kept, command.apply("restore " + service + " --drop-old")));
        }
        var pending =
                provisioning.status(service).stream()
                        .filter(it -> it.state().equals("Pending"))
                        .count();
        if (pending > 0) {
            screen.say(
                    "The backup is older than the code: %d migrations are pending, and %s does not start before %s has run them."
                            .formatted(pending, service, command.apply("migrate " + service)));
        }
        return holes > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }

    /** Restores to a database of its own for looking at. */
    public int restoreInto(
            Provisioning provisioning, ServiceDatabase place, String file, String name, int jobs) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw Mistake.usage(
                    "--into %s: a database's name is a letter and then letters, digits and _, all small."
                            .formatted(name));
        }
        if (provisioning.databases().stream().anyMatch(it -> it.database().equals(name))) {
            throw Mistake.usage(
                    "--into %s: that is a database of the platform's own; take another name."
                            .formatted(name));
        }
        var step = screen.step("restore");
        try {
            var stored = find(file);
            new Restoring(provisioning, programs, clock)
                    .into(place, stored, name, jobs, step::doing);
            step.done(
                    "%d tables, %d rows, all as they were, in %s"
                            .formatted(
                                    stored.backup().tables().size(), stored.backup().rows(), name));
            screen.say(
                    "Only the administrator can connect to %s; \"drop database %s\" removes it."
                            .formatted(name, name));
            return ExitCode.OK;
        } catch (RuntimeException e) {
            step.failed("failed");
            throw e;
        }
    }

    /** Drops what earlier restores of a service have replaced. */
    public int dropOld(Provisioning provisioning, ServiceDatabase place, Consent consent) {
        var restoring = new Restoring(provisioning, programs, clock);
        var kept = restoring.kept(List.of(place));
        if (kept.isEmpty()) {
            screen.say("No restore has left anything of " + place.service().name() + ".");
            return ExitCode.OK;
        }
        consent.toChange(
                place.service().name(),
                kept.stream().map(Kept::toString).collect(Collectors.joining(", ")));
        drop(restoring, place);
        return ExitCode.OK;
    }

    private void drop(Restoring restoring, ServiceDatabase place) {
        var step = screen.step("drop");
        var dropped = restoring.kept(List.of(place));
        dropped.forEach(it -> restoring.drop(place, it));
        step.done(dropped.stream().map(Kept::toString).collect(Collectors.joining(", ")));
    }

    /** A path, also as it is shown, or the name of a file in the folder of backups. */
    private StoredBackup find(String file) {
        return StoredBackup.read(
                Stream.of(Path.of(file), checkout.root().resolve(file), files.resolve(file))
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(Path.of(file)));
    }

    /**
     * Lists what there is.
     *
     * @param services only theirs; none for all
     */
    public int list(List<String> services, boolean json) {
        var table = new BackupTable(checkout, of(services));
        if (json) {
            screen.say(table.json());
        } else if (table.backups().isEmpty()) {
            screen.say(
                    "There is no backup in %s; %s makes one."
                            .formatted(checkout.shown(files), command.apply("backup --all")));
        } else {
            screen.say(table.table(clock.instant()));
        }
        return ExitCode.OK;
    }

    /** What restores have left, where the servers run. */
    public void listKept(Provisioning provisioning, List<String> services) {
        var kept =
                new Restoring(provisioning, programs, clock)
                        .kept(
                                provisioning.databases().stream()
                                        .filter(it ->
                                                services.isEmpty()
                                                        || services.contains(it.service().name()))
                                        .toList());
        if (!kept.isEmpty()) {
            screen.say("");
            kept.forEach(it ->
                    screen.say(
                            "Kept from before a restore of %s: %s, %s; %s drops it."
                                    .formatted(
                                            it.service(),
                                            it,
                                            Progress.bytes(it.bytes()),
                                            command.apply(
                                                    "restore " + it.service() + " --drop-old"))));
        }
    }

    private List<StoredBackup> of(List<String> services) {
        return folder().list().stream()
                .filter(it -> services.isEmpty() || services.contains(it.backup().service()))
                .toList();
    }

    /**
     * Deletes all but the newest of each service.
     *
     * @param services only theirs; none for all
     */
    public int prune(Manifest manifest, List<String> services, int keep, Consent consent) {
        var old =
                folder().beyond(keep).stream()
                        .filter(it -> it.backup().platform().equals(manifest.platform()))
                        .filter(it ->
                                services.isEmpty() || services.contains(it.backup().service()))
                        .toList();
        if (old.isEmpty()) {
            screen.say("There is nothing beyond the newest %d of each service.".formatted(keep));
            return ExitCode.OK;
        }
        screen.say(new BackupTable(checkout, old).table(clock.instant()));
        consent.toChange(
                manifest.platform(), "These %d backups would be deleted".formatted(old.size()));
        old.forEach(folder()::delete);
        screen.say("Deleted %d backups.".formatted(old.size()));
        return ExitCode.OK;
    }

    /**
     * Restores backups to a server made for it and compares them.
     *
     * @param chosen services, whose newest are meant, or files; none for every service that has one
     */
    public int verify(Manifest manifest, List<String> chosen, int jobs) {
        var backups = chosen(manifest, chosen);
        if (backups.isEmpty()) {
            throw Mistake.failure(
                    "There is no backup in %s to verify; %s makes one."
                            .formatted(checkout.shown(files), command.apply("backup --all")));
        }
        var bad = 0;
        for (var it : backups) {
            bad += verify(manifest, it, jobs) ? 0 : 1;
        }
        return bad == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private List<StoredBackup> chosen(Manifest manifest, List<String> chosen) {
        var names = manifest.services().stream().map(it -> it.name()).toList();
        var backups = new ArrayList<StoredBackup>();
        for (var it : chosen.isEmpty() ? names : chosen) {
            var newest =
                    names.contains(it)
                            ? folder().newest(manifest.platform(), it)
                            : Optional.of(find(it));
            if (newest.isEmpty() && !chosen.isEmpty()) {
                throw Mistake.failure(
                        "There is no backup of %s in %s; %s makes one."
                                .formatted(
                                        it, checkout.shown(files), command.apply("backup " + it)));
            }
            newest.ifPresent(backups::add);
        }
        return backups;
    }

    private boolean verify(Manifest manifest, StoredBackup stored, int jobs) {
        var name = stored.backup().service();
        var step = screen.step("verify " + name);
        try {
            var place = ServiceDatabase.of(manifest, manifest.service(name));
            var verified =
                    new VerifyingBackups(programs, clock).run(place, stored, jobs, step::doing);
            if (verified.holds()) {
                step.done(
                        "%s: %d tables, %d rows, all as they were; restored on %s in %s"
                                .formatted(
                                        stored.file().getFileName(),
                                        stored.backup().tables().size(),
                                        stored.backup().rows(),
                                        verified.server(),
                                        Screen.seconds(verified.taken())));
                return true;
            }
            step.failed("%s differs".formatted(stored.file().getFileName()));
            verified.differences().forEach(it -> screen.say("     " + it));
            return false;
        } catch (BackupFailed | IllegalArgumentException e) {
            step.failed(String.valueOf(e.getMessage()));
            return false;
        }
    }
}
