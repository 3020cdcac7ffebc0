package dev.bulkhead.shared.web;

import jakarta.validation.ConstraintViolationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns what no feature has answered itself into a problem document. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    /** One thing wrong with one field of the request. */
    record Invalid(String field, String message) {}

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors = new ArrayList<Invalid>();
        for (var error : e.getAllErrors()) {
            errors.add(
                    new Invalid(
                            error instanceof FieldError field ? field.getField() : "",
                            String.valueOf(error.getDefaultMessage())));
        }
        return answer(e, invalid(errors), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors = new ArrayList<Invalid>();
        for (ParameterValidationResult result : e.getParameterValidationResults()) {
            if (result instanceof ParameterErrors fields) {
                fields.getFieldErrors()
                        .forEach(it -> errors.add(new Invalid(it.getField(), messageOf(it))));
                fields.getGlobalErrors().forEach(it -> errors.add(new Invalid("", messageOf(it))));
            } else {
                var name = result.getMethodParameter().getParameterName();
                result.getResolvableErrors()
                        .forEach(it ->
                                errors.add(new Invalid(name == null ? "" : name, messageOf(it))));
            }
        }
        return answer(e, invalid(errors), headers, request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> on(ConstraintViolationException e, WebRequest request) {
        var errors =
                e.getConstraintViolations().stream()
                        .map(it -> new Invalid(it.getPropertyPath().toString(), it.getMessage()))
                        .toList();
        return answer(e, invalid(errors), new HttpHeaders(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof BodyTooLarge tooLarge) {
                return answer(e, BodyLimit.problem(tooLarge.limit()), headers, request);
            }
        }
        return answer(e, malformed(reasonOf(e)), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var name =
                e instanceof MethodArgumentTypeMismatchException argument
                        ? argument.getName()
                        : e.getPropertyName();
        var type = e.getRequiredType() == null ? "value" : e.getRequiredType().getSimpleName();
        return answer(
                e, malformed("\"" + name + "\" is not a valid " + type + "."), headers, request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> on(MalformedRequest e, WebRequest request) {
        return answer(e, malformed(e.getMessage()), new HttpHeaders(), request);
    }

    /** The container throws it when a parameter is first looked at. */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> on(InvalidParameterException e, WebRequest request) {
        return answer(e, malformed("The query cannot be decoded."), new HttpHeaders(), request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> on(PageQuery.Invalid e, WebRequest request) {
        return answer(
                e,
                invalid(List.of(new Invalid(e.parameter(), e.getMessage()))),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> on(Exception e, WebRequest request) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e; // Spring Security's filters answer these
        }
        log.error("Unexpected failure", e);
        return answer(e, internal(), new HttpHeaders(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var problem = problemOf(e, body, status);
        if (isUntyped(problem)) {
            problem.setType(URI.create("/problems/" + typeFor(problem.getStatus())));
        }
        return super.handleExceptionInternal(e, problem, headers, status, request);
    }

    private ProblemDetail problemOf(Exception e, @Nullable Object body, HttpStatusCode status) {
        if (body instanceof ProblemDetail given) {
            return given;
        }
        return e instanceof ErrorResponse known
                ? known.updateAndGetBody(getMessageSource(), LocaleContextHolder.getLocale())
                : ProblemDetail.forStatus(status);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception e, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        if (problem.getInstance() == null && request instanceof ServletWebRequest servlet) {
            problem.setInstance(Uris.of(servlet.getRequest()));
        }
        return handleExceptionInternal(
                e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    static ProblemDetail malformed(String detail) {
        return Problems.of(HttpStatus.BAD_REQUEST, "malformed-request", detail);
    }

    static ProblemDetail internal() {
        return Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong here. The log has the details under this request's trace"
                        + " id.");
    }

    private static ProblemDetail invalid(List<Invalid> errors) {
        var sorted =
                errors.stream()
                        .sorted(
                                Comparator.comparing(Invalid::field)
                                        .thenComparing(Invalid::message))
                        .toList();
        var problem =
                Problems.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "validation-failed",
                        sorted.stream()
                                .map(it -> (it.field() + " " + it.message()).strip())
                                .collect(Collectors.joining("; ", "", ".")));
        problem.setProperty("errors", sorted);
        return problem;
    }

    private static String reasonOf(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case UnrecognizedPropertyException unknown ->
                    "Unknown property \"" + pathOf(unknown) + "\".";
            case StreamReadException broken ->
                    "The body is not well-formed JSON"
                            + (broken.getLocation() == null
                                    ? "."
                                    : ", line "
                                            + broken.getLocation().getLineNr()
                                            + ", column "
                                            + broken.getLocation().getColumnNr()
                                            + ".");
            case JacksonException wrong when !wrong.getPath().isEmpty() ->
                    "\"" + pathOf(wrong) + "\" has a value of the wrong type or form.";
            case null, default -> "The body is missing or cannot be read.";
        };
    }

    private static String pathOf(JacksonException e) {
        return e.getPath().stream()
                .map(it ->
                        it.getPropertyName() == null
                                ? "[" + it.getIndex() + "]"
                                : it.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String messageOf(MessageSourceResolvable error) {
        return String.valueOf(error.getDefaultMessage());
    }

    private static boolean isUntyped(ProblemDetail problem) {
        return problem.getType() == null || "about:blank".equals(problem.getType().toString());
    }

    static String typeFor(int status) {
        return switch (status) {
            case 400 -> "malformed-request";
            case 401 -> "authentication-required";
            case 403 -> "access-denied";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 409 -> "conflict";
            case 413 -> "body-too-large";
            case 415 -> "unsupported-media-type";
            case 422 -> "validation-failed";
            case 429 -> "too-many-requests";
            case 503 -> "temporarily-unavailable";
            default -> status < 500 ? "malformed-request" : "internal-error";
        };
    }
}
