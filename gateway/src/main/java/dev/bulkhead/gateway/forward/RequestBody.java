package dev.bulkhead.gateway.forward;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way through: never held, cut off at the limit. Keeps in mind whose
 * fault it was when it ends early, as the client library throws the same exception for either side.
 */
final class RequestBody extends AbstractHttpEntity {

    private static final int BUFFER = 16 * 1024;

    private final HttpServletRequest request;
    private final Runnable cutConnection;
    private final long declared;
    private final long limit;
    private boolean tooLarge;
    private boolean clientFailed;

    private RequestBody(HttpServletRequest request, long limit, Runnable cutConnection) {
        super((String) null, null, request.getContentLengthLong() < 0);
        this.request = request;
        this.cutConnection = cutConnection;
        this.declared = request.getContentLengthLong();
        this.limit = limit;
        this.tooLarge = declared > limit;
    }

    /**
     * @param cutConnection ends the connection to the service at once. Without it the client
     *     library would end the chunks of a broken body in good order, and the service would take
     *     the half for the whole.
     */
    static @Nullable RequestBody of(
            HttpServletRequest request, long limit, Runnable cutConnection) {
        var some = request.getHeader("Transfer-Encoding") != null;
        // An empty body must be told where one is expected, and OPTIONS is no such place.
        return some || request.getContentLengthLong() >= (isOptions(request) ? 1 : 0)
                ? new RequestBody(request, limit, cutConnection)
                : null;
    }

    /** OPTIONS with a body must say what it is (RFC 9110, section 9.3.7); the client insists. */
    boolean lacksType() {
        return isOptions(request) && request.getContentType() == null;
    }

    private static boolean isOptions(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS");
    }

    boolean tooLarge() {
        return tooLarge;
    }

    boolean clientFailed() {
        return clientFailed;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (declared == 0) {
            return;
        }
        var in = request.getInputStream();
        var buffer = new byte[declared < 0 ? BUFFER : (int) Math.min(declared, BUFFER)];
        long passed = 0;
        for (int n; (n = read(in, buffer)) >= 0; ) {
            passed += n;
            if (passed > limit) {
                tooLarge = true;
                cutConnection.run();
                throw new IOException("The body exceeds " + limit + " bytes");
            }
            out.write(buffer, 0, n);
        }
    }

    private int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException | RuntimeException e) {
            clientFailed = true;
            cutConnection.run();
            throw e;
        }
    }

    @Override
    public long getContentLength() {
        return declared;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() throws IOException {
        return request.getInputStream();
    }

    @Override
    public void close() {
        // the container closes what it opened
    }
}
