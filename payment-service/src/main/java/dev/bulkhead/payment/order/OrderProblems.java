package dev.bulkhead.payment.order;

import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.web.Problems;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Everything a caller can be told went wrong with an order. Not bound to a package: other features'
 * controllers look for orders too.
 */
@RestControllerAdvice
@Order(0)
class OrderProblems {

    @ExceptionHandler
    ProblemDetail on(OrderNotFound e) {
        return Problems.of(HttpStatus.NOT_FOUND, "order-not-found", "You have no such order.");
    }

    @ExceptionHandler
    ProblemDetail on(UnknownProduct e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "unknown-product",
                "There is no product " + e.getMessage() + " for sale.");
    }

    @ExceptionHandler
    ProblemDetail on(RepeatedProduct e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "repeated-product",
                "The product " + e.getMessage() + " stands in two lines. Add their quantities.");
    }

    @ExceptionHandler
    ProblemDetail on(MixedCurrencies e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "mixed-currencies",
                "One order has one currency, but this has "
                        + e.getMessage()
                        + ". Place an order for each.");
    }

    @ExceptionHandler
    ProblemDetail on(TotalOutOfRange e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "total-out-of-range",
                "A total of " + e.getMessage() + " cannot be charged at once.");
    }

    static class UnknownProduct extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownProduct(String name) {
            super(name);
        }
    }

    static class RepeatedProduct extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RepeatedProduct(String sku) {
            super(sku);
        }
    }

    static class MixedCurrencies extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MixedCurrencies(Currency one, Currency other) {
            super(one + " and " + other);
        }
    }

    static class TotalOutOfRange extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TotalOutOfRange(@Nullable Money total) {
            super(String.valueOf(total));
        }
    }
}
