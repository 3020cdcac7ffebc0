package dev.bulkhead.payment.idempotency;

import dev.bulkhead.payment.idempotency.Claim.Answer;
import dev.bulkhead.payment.idempotency.Claim.Answered;
import dev.bulkhead.payment.idempotency.Claim.Granted;
import dev.bulkhead.payment.idempotency.Claim.InUse;
import dev.bulkhead.payment.idempotency.Claim.Reused;
import dev.bulkhead.payment.idempotency.IdempotencyProblems.KeyInUse;
import dev.bulkhead.payment.idempotency.IdempotencyProblems.KeyMissing;
import dev.bulkhead.payment.idempotency.IdempotencyProblems.KeyReused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Carries out each request that moves money once, by the key its caller chose (the IETF draft "The
 * Idempotency-Key HTTP Header Field").
 *
 * <p>Stands behind Spring Security, so that keys belong to a user, and before the controllers. An
 * answer is kept if it is final: not one of the server's own failures, and not one that says <code>
 * Retry-After</code>. A request refused before a controller began, such as for invalid JSON, leaves
 * its key free.
 */
class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    /** Holds the {@link OnceId} for the controller. */
    static final String ONCE = IdempotencyFilter.class.getName() + ".once";

    /** Set when a controller has taken it. */
    static final String BEGUN = IdempotencyFilter.class.getName() + ".begun";

    private static final String PATHS = "/api/payment/orders";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private final IdempotencyKeys keys;
    private final HandlerExceptionResolver problems;

    IdempotencyFilter(IdempotencyKeys keys, HandlerExceptionResolver problems) {
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath(); // decoded, as the controllers' paths are matched
        return !HttpMethod.POST.matches(request.getMethod())
                || !(path.equals(PATHS) || path.startsWith(PATHS + "/"))
                || userOf() == null;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var key = keyIn(request);
        if (key == null) {
            answer(request, response, new KeyMissing());
            return;
        }
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (IOException e) {
            answer(
                    request,
                    response,
                    new HttpMessageNotReadableException(
                            "The body cannot be read", e, new ServletServerHttpRequest(request)));
            return;
        }
        Claim claim;
        try {
            claim = keys.claim(Objects.requireNonNull(userOf()), key, hash(request, body));
        } catch (RuntimeException e) {
            answer(request, response, e);
            return;
        }
        switch (claim) {
            case Granted granted ->
                    carryOut(granted, new ReadRequest(request, body), response, chain);
            case Answered answered -> repeat(answered.answer(), response);
            case InUse _ -> answer(request, response, new KeyInUse());
            case Reused _ -> answer(request, response, new KeyReused());
        }
    }

    private void carryOut(
            Granted granted,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        var once = granted.once();
        request.setAttribute(ONCE, once);
        var caught = new ContentCachingResponseWrapper(response);
        var kept = false;
        try {
            chain.doFilter(request, caught);
            if (request.getAttribute(BEGUN) != null && isFinal(caught)) {
                keys.keep(once, answerIn(caught));
                kept = true;
            }
        } finally {
            if (!kept) {
                if (once.isNew() && request.getAttribute(BEGUN) == null) {
                    keys.forget(once);
                } else {
                    keys.release(once);
                }
            }
        }
        caught.copyBodyToResponse();
    }

    private static boolean isFinal(HttpServletResponse response) {
        return response.getStatus() < 500 && response.getHeader(HttpHeaders.RETRY_AFTER) == null;
    }

    private static Answer answerIn(ContentCachingResponseWrapper response) {
        return new Answer(
                response.getStatus(),
                new String(response.getContentAsByteArray(), StandardCharsets.UTF_8),
                response.getContentType(),
                response.getHeader(HttpHeaders.LOCATION));
    }

    private static void repeat(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader(REPLAYED, "true");
        if (answer.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, answer.location());
        }
        if (answer.type() != null) {
            response.setContentType(answer.type());
        }
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Exception e)
            throws ServletException {
        if (problems.resolveException(request, response, null, e) == null) {
            throw new ServletException(e);
        }
    }

    /** The key, or null if there is none or none that could be kept. Quotes are the draft's. */
    private static @Nullable String keyIn(HttpServletRequest request) {
        var key = request.getHeader(HEADER);
        if (key == null) {
            return null;
        }
        key = key.strip();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        return KEY.matcher(key).matches() ? key : null;
    }

    private static @Nullable UUID userOf() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
            return null;
        }
        try {
            return UUID.fromString(authentication.getName());
        } catch (IllegalArgumentException e) {
            return null; // a service's token: no user, and no role to get further
        }
    }

    private static byte[] hash(HttpServletRequest request, byte[] body) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var target =
                    request.getMethod()
                            + " "
                            + request.getRequestURI()
                            + "?"
                            + Objects.requireNonNullElse(request.getQueryString(), "")
                            + "\n";
            sha.update(target.getBytes(StandardCharsets.UTF_8));
            return sha.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The request with the body that was read for its hash. */
    private static class ReadRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {

                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return bytes.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("Read already");
                }
            };
        }
    }
}
