package dev.bulkhead.cli.checkout;

import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.RunFolder;
import dev.bulkhead.cli.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * At most one launcher works on a checkout at a time. The system takes the lock back when its
 * holder dies, however it dies; the file beside it only says who that is.
 */
public final class LauncherLock implements AutoCloseable {

    public static final String NAME = "launcher";

    private final Path file;
    private final RunFolder folder;
    private FileChannel channel;
    private FileLock lock;

    @SuppressWarnings("NullAway.Init")
    LauncherLock(Path run) {
        this.file = run.resolve(NAME + ".lock");
        this.folder = new RunFolder(run);
    }

    /** False when another launcher holds it. */
    public boolean take() {
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var own = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        folder.remember(new Running(NAME, own, 0, false, "", null));
        return true;
    }

    /** Who starts, watches or stops the platform now, in another terminal. */
    public Optional<ProcessIdentity> holder() {
        return folder.find(NAME).map(Running::process);
    }

    @Override
    public void close() {
        if (lock == null || !channel.isOpen()) {
            return;
        }
        folder.forget(NAME);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
