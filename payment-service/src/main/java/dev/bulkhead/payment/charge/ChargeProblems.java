package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.order.OrderStatus;
import dev.bulkhead.shared.web.Problems;
import java.time.Duration;
import java.util.Currency;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Everything a caller can be told went wrong with taking money or giving it back. */
@RestControllerAdvice(basePackageClasses = ChargeProblems.class)
@Order(0)
class ChargeProblems {

    /** A failed payment, told to who wanted to pay. */
    static ProblemDetail declined(Payment payment) {
        var problem =
                Problems.of(
                        HttpStatus.PAYMENT_REQUIRED,
                        "payment-declined",
                        "The payment was declined. The order can be paid with another method.");
        problem.setProperty("code", payment.failureCode());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail on(PaymentMethodRefused e) {
        var problem =
                Problems.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "payment-method-refused",
                        "The payment provider does not take this payment method. Nothing was"
                                + " charged.");
        problem.setProperty("code", e.getMessage());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(PaymentInProgress e) {
        return later(
                HttpStatus.CONFLICT,
                "payment-in-progress",
                "A payment of this order is under way. Look at the order again in a moment.");
    }

    @ExceptionHandler
    ProblemDetail on(OrderNotPayable e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "order-not-payable",
                "The order is " + e.getMessage() + ", so it cannot be paid.");
    }

    @ExceptionHandler
    ProblemDetail on(OrderNotCancellable e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "order-not-cancellable",
                "The order is " + e.getMessage() + ", so it cannot be cancelled.");
    }

    @ExceptionHandler
    ProblemDetail on(OrderNotRefundable e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "order-not-refundable",
                "The order is " + e.getMessage() + ", so nothing can be given back.");
    }

    @ExceptionHandler
    ProblemDetail on(RefundExceedsPayment e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "refund-exceeds-payment",
                "Of this payment, " + e.getMessage() + " is left to give back.");
    }

    @ExceptionHandler
    ProblemDetail on(RefundWindowClosed e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "refund-window-closed",
                "You could ask for your money back for " + e.getMessage() + " days.");
    }

    @ExceptionHandler
    ProblemDetail on(RefundRefused e) {
        var problem =
                Problems.of(
                        HttpStatus.CONFLICT,
                        "refund-refused",
                        "The payment provider did not give the money back.");
        problem.setProperty("code", e.getMessage());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail on(AmountTooFine e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "amount-too-fine",
                "An amount in " + e.getMessage() + " decimals at most.");
    }

    @ExceptionHandler
    ProblemDetail on(PaymentNotFound e) {
        return Problems.of(
                HttpStatus.NOT_FOUND,
                "payment-not-found",
                "Nobody has tried to pay this order yet.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(ProviderDown e) {
        return later(
                HttpStatus.SERVICE_UNAVAILABLE,
                "payment-provider-unavailable",
                "The payment provider does not answer. Nothing was charged; retry in a moment.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(OutcomeUnknown e) {
        return later(
                HttpStatus.BAD_GATEWAY,
                "outcome-unknown",
                "The payment provider did not answer in time, so it may have been done or not. We"
                        + " are finding out; look at the order again in a moment, or repeat this"
                        + " request with the same Idempotency-Key.");
    }

    private static ResponseEntity<ProblemDetail> later(
            HttpStatus status, String type, String detail) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.RETRY_AFTER, "5") // also: not an answer to keep
                .body(Problems.of(status, type, detail));
    }

    static class PaymentMethodRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PaymentMethodRefused(String code) {
            super(code);
        }
    }

    static class PaymentInProgress extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class OrderNotPayable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OrderNotPayable(OrderStatus status) {
            super(status.text());
        }
    }

    static class OrderNotCancellable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OrderNotCancellable(OrderStatus status) {
            super(status.text());
        }
    }

    static class OrderNotRefundable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OrderNotRefundable(OrderStatus status) {
            super(status.text());
        }
    }

    static class RefundExceedsPayment extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefundExceedsPayment(Money left) {
            super(left.toString());
        }
    }

    static class RefundWindowClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefundWindowClosed(Duration window) {
            super(String.valueOf(window.toDays()));
        }
    }

    static class RefundRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefundRefused(String code) {
            super(code);
        }
    }

    static class AmountTooFine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AmountTooFine(Currency currency) {
            super(currency + " has " + currency.getDefaultFractionDigits());
        }
    }

    static class PaymentNotFound extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class ProviderDown extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class OutcomeUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
