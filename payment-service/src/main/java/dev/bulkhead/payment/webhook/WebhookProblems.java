package dev.bulkhead.payment.webhook;

import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What can be wrong with a delivery. */
@RestControllerAdvice(basePackageClasses = WebhookProblems.class)
@Order(0)
class WebhookProblems {

    @ExceptionHandler
    ProblemDetail on(SignatureInvalid e) {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "webhook-signature-invalid",
                "The header Stripe-Signature is missing, wrong, or too old.");
    }

    static class SignatureInvalid extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
