package dev.bulkhead.shared.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed outside any controller, such as in a filter, as a problem document too. */
@RestController
@Hidden
class ErrorPage implements ErrorController {

    @RequestMapping("${server.error.path:${error.path:/error}}")
    ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION)
                instanceof AuthenticationServiceException) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, "2")
                    .body(
                            Problems.of(
                                    HttpStatus.SERVICE_UNAVAILABLE,
                                    "token-check-unavailable",
                                    "Tokens cannot be checked at the moment. Retry in a few"
                                            + " seconds."));
        }
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var status =
                code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        if (status == null || status == HttpStatus.INTERNAL_SERVER_ERROR) {
            return ResponseEntity.of(ProblemHandler.internal()).build();
        }
        var problem = ProblemDetail.forStatus(status);
        problem.setType(URI.create("/problems/" + ProblemHandler.typeFor(status.value())));
        problem.setInstance(Uris.ofFailed(request)); // else it would be this page's
        return ResponseEntity.status(status).body(problem);
    }
}
