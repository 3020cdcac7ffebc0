package dev.bulkhead.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A connection on which a test sends exactly what it wants, well-formed or not. */
public final class RawHttp implements Closeable {

    /** What came back: the status, the header lines and, when asked for, the body. */
    public record Answer(int status, List<String> headers, String body) {

        public List<String> all(String name) {
            var prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }
    }

    private final Socket socket;
    private final InputStream in;

    public RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    /** Sends lines, and the empty line behind them. */
    public RawHttp send(String... lines) throws IOException {
        return text(String.join("\r\n", lines) + "\r\n\r\n");
    }

    public RawHttp text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends nothing more, but still reads. */
    public RawHttp endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads status and headers, and leaves the body where it is. */
    public Answer head() throws IOException {
        var status = line();
        var headers = new ArrayList<String>();
        for (String line; !(line = line()).isEmpty(); ) {
            headers.add(line);
        }
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
    }

    /** Reads an answer whose length is declared. */
    public Answer answer() throws IOException {
        var head = head();
        var length = head.all("Content-Length");
        var body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length.get(0)));
        return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    /** The next line, or a text that is no status line when the connection has ended. */
    public String line() throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) != '\n'; ) {
            if (c < 0) {
                throw new IOException("The connection ended after \"" + line + "\"");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
