package dev.bulkhead.gateway.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;

/** Turns errors of the framework and of the container into problem documents. */
@Controller
@ControllerAdvice
class ProblemAdvice implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    void on(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (response.isCommitted()) {
            throw e; // the container then cuts the connection, so that nobody takes it for whole
        }
        if (e instanceof RequestRejectedException) {
            throw e; // the firewall sees header values when they are read, and answers itself
        }
        if (e instanceof ErrorResponse known) {
            known.getHeaders() // such as Allow
                    .forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
            answer(HttpStatus.resolve(known.getStatusCode().value()), request, response);
        } else {
            log.error("Failed on {} {}", request.getMethod(), request.getRequestURI(), e);
            answer(HttpStatus.INTERNAL_SERVER_ERROR, request, response);
        }
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        answer(
                code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND,
                request,
                response);
    }

    private static void answer(
            HttpStatus status, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problem.of(status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status)
                .writeTo(request, response);
    }
}
