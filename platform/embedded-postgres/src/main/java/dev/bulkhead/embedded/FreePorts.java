package dev.bulkhead.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * TCP ports of the loopback interface that nobody listens on, for who tells another process where
 * to listen. Until that does, somebody else may take the port; so these are not among those that
 * the system gives to whoever connects somewhere (on Linux from 32768, {@code ip(7)}; elsewhere
 * from 49152, RFC 6335 section 6), and JVMs that look at the same time look at different ones.
 */
public final class FreePorts {

    private static final int FIRST = 21_000;
    private static final int OF_A_JVM = 110;
    private static final int JVMS = 100;

    private static final int OURS = FIRST + OF_A_JVM * (int) (ProcessHandle.current().pid() % JVMS);
    private static final AtomicInteger NEXT = new AtomicInteger();

    /**
     * One that this JVM has not been given for a while.
     *
     * @throws EmbeddedServerFailed if all that this JVM looks at are taken
     */
    public static int next() {
        for (int i = 0; i < OF_A_JVM; i++) {
            int port = OURS + Math.floorMod(NEXT.getAndIncrement(), OF_A_JVM);
            if (free(port)) {
                return port;
            }
        }
        throw new EmbeddedServerFailed(
                "No free TCP port from " + OURS + " to " + (OURS + OF_A_JVM - 1) + ".");
    }

    /** As many, each another one. */
    public static List<Integer> next(int count) {
        return Stream.generate(FreePorts::next).limit(count).toList();
    }

    /** Whether nobody listens there, at this moment. */
    public static boolean free(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private FreePorts() {}
}
