package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Everything a caller can be told went wrong with the catalog. */
@RestControllerAdvice(basePackageClasses = CatalogProblems.class)
@Order(0)
class CatalogProblems {

    @ExceptionHandler
    ProblemDetail on(ProductNotFound e) {
        return Problems.of(HttpStatus.NOT_FOUND, "product-not-found", "There is no such product.");
    }

    @ExceptionHandler
    ProblemDetail on(SkuTaken e) {
        return Problems.of(
                HttpStatus.CONFLICT,
                "sku-taken",
                "There is a product with the SKU " + e.getMessage() + " already.");
    }

    @ExceptionHandler
    ProblemDetail on(PriceNotChargeable e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT, "price-not-chargeable", e.getMessage());
    }

    static class ProductNotFound extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class SkuTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SkuTaken(String sku) {
            super(sku);
        }
    }

    static class PriceNotChargeable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PriceNotChargeable(Money price) {
            super("A price of " + price + " cannot be charged: it is zero, too large or too fine.");
        }

        PriceNotChargeable(String reason) {
            super(reason + ".");
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
