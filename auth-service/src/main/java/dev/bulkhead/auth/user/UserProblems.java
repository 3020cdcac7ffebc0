package dev.bulkhead.auth.user;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import dev.bulkhead.shared.web.Problems;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Everything a caller can be told went wrong with a person's account. */
@RestControllerAdvice(basePackageClasses = UserProblems.class)
@Order(0)
class UserProblems {

    @ExceptionHandler
    ProblemDetail on(UserNotFound e) {
        return Problems.of(NOT_FOUND, "user-not-found", "There is no such user.");
    }

    static ProblemDetail of(RegistrationOutcome.Taken taken) {
        return switch (taken.field()) {
            case EMAIL ->
                    Problems.of(
                            CONFLICT,
                            "email-taken",
                            "Somebody has registered this e-mail address.");
            case USERNAME ->
                    Problems.of(CONFLICT, "username-taken", "Somebody has this username already.");
        };
    }

    /** Worded and shaped as every other failed validation. */
    static ProblemDetail passwordRefused(String field, String objection) {
        var problem =
                Problems.of(
                        UNPROCESSABLE_CONTENT, "validation-failed", field + " " + objection + ".");
        problem.setProperty("errors", List.of(Map.of("field", field, "message", objection)));
        return problem;
    }

    static ProblemDetail of(AdministrationOutcome.Refused refused) {
        return switch (refused.reason()) {
            case NO_SUCH_ROLE -> Problems.of(NOT_FOUND, "role-not-found", "There is no such role.");
            case BASE_ROLE ->
                    Problems.of(
                            CONFLICT,
                            "base-role",
                            "Everybody has the role user. To keep somebody out, deactivate them.");
            case LAST_ADMIN ->
                    Problems.of(
                            CONFLICT,
                            "last-admin",
                            "That would leave nobody who can administer the platform.");
        };
    }

    static ProblemDetail of(PasswordChange.Refused refused) {
        return switch (refused) {
            case PasswordChange.WrongPassword wrong ->
                    Problems.of(
                            HttpStatus.FORBIDDEN,
                            "wrong-password",
                            "The current password is not right.");
            case PasswordChange.Unacceptable unacceptable ->
                    passwordRefused("newPassword", unacceptable.objection());
        };
    }
}
