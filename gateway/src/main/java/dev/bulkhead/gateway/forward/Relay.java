package dev.bulkhead.gateway.forward;

import dev.bulkhead.gateway.problem.Problem;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.coyote.CloseNowException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/** A service's answer on its way to the client, a small buffer at a time. */
final class Relay implements ServerResponse {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int BUFFER = 16 * 1024;

    private final ClassicHttpResponse answer;
    private final HttpContext context;
    private final String service;

    Relay(ClassicHttpResponse answer, HttpContext context, String service) {
        this.answer = answer;
        this.context = context;
        this.service = service;
    }

    @Override
    public HttpStatusCode statusCode() {
        return HttpStatusCode.valueOf(answer.getCode());
    }

    @Override
    public HttpHeaders headers() {
        var headers = new HttpHeaders();
        Headers.returned(answer, headers::add);
        return headers;
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public @Nullable ModelAndView writeTo(
            HttpServletRequest request, HttpServletResponse response, Context unused)
            throws IOException {
        var whole = false;
        try {
            response.setStatus(answer.getCode());
            Headers.returned(answer, response::addHeader);
            whole = answer.getEntity() == null || copy(answer.getEntity(), request, response);
        } finally {
            if (!whole) {
                ServiceClient.abort(context); // before close(), which would read to the end
            }
            close();
        }
        return null;
    }

    /** Returns true when the service's connection can serve the next request. */
    private boolean copy(HttpEntity body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var in = body.getContent();
        var out = response.getOutputStream();
        var live = ServiceClient.isEventStream(answer);
        if (live) {
            response.flushBuffer(); // the client sees that it is connected before anything happens
        }
        var length = body.getContentLength();
        var buffer = new byte[length < 0 || length > BUFFER ? BUFFER : (int) Math.max(length, 1)];
        while (true) {
            int n;
            try {
                n = in.read(buffer);
            } catch (IOException e) {
                return brokenOff(e, request, response);
            }
            if (n < 0) {
                return true;
            }
            if (!delivered(out, buffer, n, live)) {
                return false;
            }
        }
    }

    /** False when the client has gone: nobody is left to tell. */
    private static boolean delivered(OutputStream out, byte[] buffer, int n, boolean flush) {
        try {
            out.write(buffer, 0, n);
            if (flush) {
                out.flush();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean brokenOff(
            IOException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.warn("Service {}: broke off in an answer: {}", service, e.toString());
        if (response.isCommitted()) {
            // The container cuts the connection: half an answer must not look whole.
            throw new CloseNowException("The service broke off", e);
        }
        response.reset();
        Problem.serviceFailed(service).writeTo(request, response);
        return false;
    }

    private void close() {
        try {
            answer.close();
        } catch (IOException e) {
            // it was cut on purpose, or is of no use anyway
        }
    }
}
