package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.process.Ports;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Makes the archives of the applications' libraries: starts all of it once, on a server and in a
 * folder that are thrown away, asks it for this and that, and archives what was loaded.
 */
final class Training {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int FIRST_PORT = 20_000;
    private static final String LISTS = "classes";

    private final Checkout checkout;
    private final Screen screen;
    private final Applications applications;
    private final List<Member> members;
    private final Runnable refuseWhenStopping;
    private final ConcurrentLinkedQueue<Process> archiving = new ConcurrentLinkedQueue<>();

    Training(
            Checkout checkout,
            Screen screen,
            Applications applications,
            List<Member> members,
            Runnable refuseWhenStopping) {
        this.checkout = checkout;
        this.screen = screen;
        this.applications = applications;
        this.members = members;
        this.refuseWhenStopping = refuseWhenStopping;
    }

    /** Does nothing where all is archived. Without an archive all works, only slower. */
    void run() {
        var wanted = applications.unarchived(members);
        if (wanted.isEmpty()) {
            return;
        }
        var step = screen.step("class archives");
        try {
            train(wanted, step);
            step.done("made; starts are fast from now on");
        } catch (IOException | Mistake | ProvisioningFailed e) {
            refuseWhenStopping.run();
            step.failed("not made, so this start is a slow one: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Mistake.failure("Interrupted while archiving classes.");
        }
    }

    private void train(Set<Libraries> wanted, Screen.Step step)
            throws IOException, InterruptedException {
        try (var place = ThrowAway.of(checkout)) {
            var lists = Files.createDirectories(place.checkout().state().resolve(LISTS));
            var stopping = new StoppingPlatform(place.checkout(), Screen.unseen());
            var undo = Thread.ofPlatform().unstarted(stopping::run);
            Runtime.getRuntime().addShutdownHook(undo);
            try {
                step.doing("starting everything once to see what it loads");
                var ports = freePorts();
                new StartingPlatform(
                                place.checkout(), Screen.unseen(), launch(ports), listing(lists))
                        .run();
                step.doing("using it");
                new Tour(ports.get(Members.GATEWAY), ports).run();
            } finally {
                stopping.run();
                Runtime.getRuntime().removeShutdownHook(undo);
            }
            step.doing("archiving");
            archive(wanted, lists);
        }
    }

    private static Launch launch(Map<String, Integer> ports) {
        return new Launch(
                new DatabaseChoice(Optional.empty(), ServerChoices.DEFAULT, ""),
                new PortChoices(ports),
                true,
                Seeds.dev,
                false,
                false,
                PATIENCE);
    }

    /** C1 is enough to load classes, and takes half the time. */
    private Applications listing(Path lists) {
        return new Applications(
                checkout,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:DumpLoadedClassList=" + lists.resolve("%m.classes")));
    }

    private Map<String, Integer> freePorts() {
        var taken = new TreeSet<Integer>();
        members.forEach(it -> taken.add(it.port()));
        var ports = new LinkedHashMap<String, Integer>();
        var names = new ArrayList<>(members.stream().map(Member::key).toList());
        names.add(PostgresServer.SHARED);
        for (var name : names) {
            var port = Ports.nextFree(FIRST_PORT, taken);
            taken.add(port);
            ports.put(name, port);
        }
        return ports;
    }

    private void archive(Set<Libraries> wanted, Path lists)
            throws IOException, InterruptedException {
        var undo = Thread.ofPlatform().unstarted(() -> archiving.forEach(Process::destroy));
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            var drafts = new LinkedHashMap<Libraries, Path>();
            for (var libraries : wanted) {
                drafts.put(libraries, Files.createTempFile(libraries.folder(), "draft", ".jsa"));
                archiving.add(startArchiving(libraries, lists, drafts.get(libraries)));
            }
            var failed = false;
            for (var process : archiving) {
                failed |= process.waitFor() != 0;
            }
            refuseWhenStopping.run();
            for (var it : drafts.entrySet()) {
                if (failed) {
                    Files.delete(it.getValue());
                } else {
                    Files.move(
                            it.getValue(),
                            it.getKey().archive(),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (failed) {
                throw Mistake.failure("see " + checkout.shown(log()));
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(undo);
        }
    }

    private Process startArchiving(Libraries libraries, Path lists, Path archive)
            throws IOException {
        var users =
                members.stream()
                        .filter(it -> applications.libraries(it).equals(Optional.of(libraries)))
                        .map(it -> lists.resolve(it.name() + ".classes"))
                        .toList();
        var list = libraries.list();
        Files.write(list, ClassLists.merge(users));
        var command = new ArrayList<String>();
        command.add(Applications.java());
        command.addAll(Applications.LAYOUT);
        command.addAll(
                List.of(
                        "-Xshare:dump",
                        "-XX:+AOTClassLinking",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + archive,
                        "-cp",
                        libraries.classPath()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return checkout.log("archive");
    }
}
