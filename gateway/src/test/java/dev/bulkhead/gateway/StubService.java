package dev.bulkhead.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A service behind the gateway: answers as a test tells it, and keeps what it was asked. */
public final class StubService {

    /** A request as it arrived. */
    public record Seen(String method, String uri, Headers headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.getFirst(name);
        }
    }

    private final String name;
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private HttpServer server;

    public StubService(String name) {
        this.name = name;
        server = start(0);
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public void on(String path, HttpHandler handler) {
        handlers.put(path, handler);
    }

    /** Answers with a status and a text, after the request has been read. */
    public void answers(String path, int status, String text) {
        on(path, exchange -> answer(exchange, status, text));
    }

    public Queue<Seen> seen() {
        return seen;
    }

    public Seen last() {
        Seen last = null;
        for (var one : seen) {
            last = one;
        }
        if (last == null) {
            throw new AssertionError("The service " + name + " was not asked");
        }
        return last;
    }

    public void forget() {
        seen.clear();
        handlers.clear();
    }

    /** Nobody listens any more, as after a crash. */
    public void stop() {
        server.stop(0);
    }

    /** Listens again where it did before. */
    public void restart() {
        server = start(server.getAddress().getPort());
    }

    public static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpServer start(int port) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var started = HttpServer.create(address, 256);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::handle);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        var own = handlers.get(exchange.getRequestURI().getPath());
        if (own != null) {
            own.handle(exchange);
            return;
        }
        var body = exchange.getRequestBody().readAllBytes();
        keep(exchange, body);
        answer(exchange, 200, name);
    }

    /** For handlers that read the body themselves. */
    public void keep(HttpExchange exchange, byte[] body) {
        var headers = new Headers();
        headers.putAll(exchange.getRequestHeaders());
        seen.add(
                new Seen(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        headers,
                        body));
    }
}
