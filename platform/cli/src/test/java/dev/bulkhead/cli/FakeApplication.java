package dev.bulkhead.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stands in for a service, so that what is tested is the launcher: starts in a moment, answers
 * readiness, and misbehaves when a file in its working folder says so.
 */
final class FakeApplication {

    private FakeApplication() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(
                Path.of("environment.txt"),
                new TreeMap<>(System.getenv())
                        .entrySet().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("\n")));
        if (Files.exists(Path.of("dies"))) {
            System.err.println("Cannot go on: the reactor is out of cheese.");
            System.exit(3);
        }
        var ready = !Files.exists(Path.of("never-ready"));
        var port = Integer.parseInt(System.getenv("SERVER_PORT"));
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(ready ? 200 : 503, -1);
                    exchange.close();
                });
        server.start();
        System.out.println("Listening on " + port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveTrace("ended-gently")));
    }

    private static void leaveTrace(String name) {
        try {
            Files.writeString(Path.of(name), Long.toString(System.nanoTime()));
        } catch (IOException e) {
            System.err.println(e);
        }
    }
}
