package dev.bulkhead.gateway.access;

import dev.bulkhead.gateway.problem.Problem;
import dev.bulkhead.gateway.throttle.Throttle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** Says to a caller without a good token what is the matter. */
@Component
class Refusals implements AuthenticationEntryPoint, AuthenticationFailureHandler {

    private final HandlerMapping routes;
    private final Throttle throttle;

    Refusals(@Qualifier("routerFunctionMapping") HandlerMapping routes, Throttle throttle) {
        this.routes = routes;
        this.throttle = throttle;
    }

    /** No token. Whether there is anything at the address is no secret, so 404 comes first. */
    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (routed(request)) {
            demandToken(request, response, "Bearer");
        } else {
            Problem.NOT_FOUND.writeTo(request, response);
        }
    }

    /** A bad token. It counts against the address it comes from, as it names no subject. */
    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof AuthenticationServiceException) {
            Problem.TOKEN_CHECK_UNAVAILABLE.writeTo(request, response);
        } else if (throttle.admitsAnonymous(request, response)) {
            demandToken(request, response, "Bearer error=\"invalid_token\"");
        }
    }

    private static void demandToken(
            HttpServletRequest request, HttpServletResponse response, String challenge)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        Problem.AUTHENTICATION_REQUIRED.writeTo(request, response);
    }

    private boolean routed(HttpServletRequest request) {
        try {
            return routes.getHandler(request) != null;
        } catch (Exception e) {
            return true;
        }
    }
}
