package dev.bulkhead.isolation.resource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A login that stops before the password: the server keeps a place for it until it gives up
 * waiting, and counts it against nobody's limit.
 */
final class HalfOpenLogin implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int PROTOCOL_3_0 = 196_608;

    private final Socket socket;
    private final boolean asked;

    private HalfOpenLogin(Socket socket, boolean asked) {
        this.socket = socket;
        this.asked = asked;
    }

    /** Sends the first message and waits for the first byte of the answer. */
    static HalfOpenLogin to(String host, int port, String role, String database)
            throws IOException {
        var socket = new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.getOutputStream().write(startup(role, database));
            int answer = new DataInputStream(socket.getInputStream()).read();
            return new HalfOpenLogin(socket, answer == 'R');
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] startup(String role, String database) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var word : new String[] {"user", role, "database", database, ""}) {
            body.write(word.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
        var message = new ByteArrayOutputStream();
        var out = new DataOutputStream(message);
        out.writeInt(Integer.BYTES * 2 + body.size());
        out.writeInt(PROTOCOL_3_0);
        body.writeTo(out);
        return message.toByteArray();
    }

    /** Whether the server now waits for a password, rather than having refused. */
    boolean asked() {
        return asked;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
