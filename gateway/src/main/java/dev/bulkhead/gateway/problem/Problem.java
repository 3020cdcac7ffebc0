package dev.bulkhead.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal or failure of the gateway itself. What a service answers is passed on as it is.
 *
 * @param type last part of the type's address; docs/problems has a page of that name
 * @param detail one sentence for the caller; it names nothing internal
 * @param service the service concerned, where there is one
 */
public record Problem(HttpStatus status, String type, String detail, @Nullable String service) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public static final Problem NOT_FOUND =
            of(HttpStatus.NOT_FOUND, "not-found", "There is nothing at this address.");

    public static final Problem AUTHENTICATION_REQUIRED =
            of(
                    HttpStatus.UNAUTHORIZED,
                    "authentication-required",
                    "This address needs a valid access token.");

    public static final Problem TOKEN_CHECK_UNAVAILABLE =
            of(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "token-check-unavailable",
                    "Tokens cannot be checked at the moment. Retry in a few seconds.");

    public static final Problem TOO_MANY_REQUESTS =
            of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-requests",
                    "You send more requests than this address takes. Retry later.");

    public static final Problem ORIGIN_NOT_ALLOWED =
            of(
                    HttpStatus.FORBIDDEN,
                    "origin-not-allowed",
                    "Pages of this origin may not send this request.");

    public static final Problem METHOD_NOT_ALLOWED =
            of(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    "method-not-allowed",
                    "This address does not take this method.");

    public static Problem of(HttpStatus status, String type, String detail) {
        return new Problem(status, type, detail, null);
    }

    public static Problem malformedRequest(String detail) {
        return of(HttpStatus.BAD_REQUEST, "malformed-request", detail);
    }

    public static Problem bodyTooLarge(long limit) {
        return of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body-too-large",
                "The body is larger than the " + limit + " bytes this address takes.");
    }

    /** The service did not get the request: sending it again is safe. */
    public static Problem serviceUnavailable(String service) {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "service-unavailable",
                "The service \"" + service + "\" does not answer. Retry in a few seconds.",
                service);
    }

    /** The service got at least part of the request; what became of it is unknown. */
    public static Problem serviceFailed(String service) {
        return new Problem(
                HttpStatus.BAD_GATEWAY,
                "service-failed",
                "The service \"" + service + "\" broke off before it answered.",
                service);
    }

    /** The service got the request; what becomes of it is unknown. */
    public static Problem serviceTimeout(String service) {
        return new Problem(
                HttpStatus.GATEWAY_TIMEOUT,
                "service-timeout",
                "The service \"" + service + "\" did not answer in time.",
                service);
    }

    /** For a status that something else decided on: the container or the framework. */
    public static Problem of(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> malformedRequest("The request could not be understood.");
            case NOT_FOUND -> NOT_FOUND;
            case METHOD_NOT_ALLOWED -> METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> of(status, "not-acceptable", "There is no such form of it.");
            case UNSUPPORTED_MEDIA_TYPE ->
                    of(status, "unsupported-media-type", "This address takes no such content.");
            default ->
                    status.is4xxClientError()
                            ? of(status, "malformed-request", "The request was refused.")
                            : of(
                                    HttpStatus.INTERNAL_SERVER_ERROR,
                                    "internal-error",
                                    "Something went wrong in the gateway.");
        };
    }

    /** Answers with this document. A response that is already on its way is left alone. */
    public void writeTo(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "/problems/" + type);
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", detail);
        body.put("instance", request.getRequestURI());
        if (service != null) {
            body.put("service", service);
        }
        var bytes = JSON.writeValueAsBytes(body);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "2");
        }
        response.getOutputStream().write(bytes);
    }

    /** The same answer for use in a route. */
    public ServerResponse asResponse() {
        return ServerResponse.status(status)
                .build((request, response) -> {
                    writeTo(request, response);
                    return null;
                });
    }
}
