package dev.bulkhead.shared.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Refuses bodies beyond the limit: at once where their length is told, else while reading. */
class BodyLimit extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final long limit;
    private final List<PathPattern> unlimited;
    private final ProblemWriter problems;

    BodyLimit(WebLimits limits, ProblemWriter problems) {
        this.limit = limits.maxBodySize().toBytes();
        this.unlimited =
                limits.unlimitedPaths().stream()
                        .map(PathPatternParser.defaultInstance::parse)
                        .toList();
        this.problems = problems;
    }

    static ProblemDetail problem(long limit) {
        return Problems.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body-too-large",
                "The body is larger than " + limit + " bytes.");
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var told = request.getContentLengthLong();
        var untold = told < 0 && mayHaveBody(request);
        if (told <= limit && !untold || isUnlimited(request)) {
            chain.doFilter(request, response); // the container reads no more than was told
        } else if (told > limit) {
            response.setHeader(HttpHeaders.CONNECTION, "close"); // the rest stays unread
            problems.write(problem(limit), request, response);
        } else {
            chain.doFilter(new Counted(request), response);
        }
    }

    /**
     * Without a length: in HTTP/1.1 only with a transfer coding (RFC 9112, section 6.3), in later
     * versions always.
     */
    private static boolean mayHaveBody(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                || !request.getProtocol().startsWith("HTTP/1.");
    }

    private boolean isUnlimited(HttpServletRequest request) {
        var path = PathContainer.parsePath(request.getRequestURI());
        return unlimited.stream().anyMatch(it -> it.matches(path));
    }

    private class Counted extends HttpServletRequestWrapper {

        Counted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }
    }

    private class CountedStream extends ServletInputStream {

        private final ServletInputStream body;
        private long read;

        CountedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            return counted(body.read(), 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = body.read(into, offset, length);
            return counted(count, count);
        }

        private int counted(int result, int count) throws BodyTooLarge {
            if (result >= 0) {
                read += count;
                if (read > limit) {
                    throw new BodyTooLarge(limit);
                }
            }
            return result;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
