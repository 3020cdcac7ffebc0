package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.provider.RefundReason;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/payment/orders/{id}/refunds")
@Tag(name = "refunds", description = "Giving money back")
class RefundController {

    private final RefundingOrders refunding;
    private final ReadingPayments reading;

    RefundController(RefundingOrders refunding, ReadingPayments reading) {
        this.refunding = refunding;
        this.reading = reading;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Give money back, in full or in part",
            description =
                    "For the order's owner, some days after payment, and for administrators at any"
                            + " time. Without an amount, all that is left is given back.")
    @ApiResponse(responseCode = "201", description = "given back, or pending at the bank")
    RefundResponse refund(
            Caller caller,
            @PathVariable OrderId id,
            @Valid @RequestBody RefundOrder request,
            OnceId once) {
        var amount = request.amount() == null ? null : new BigDecimal(request.amount());
        var given = refunding.refund(caller, id, amount, RefundReason.of(request.reason()), once);
        return RefundResponse.of(given.refund(), given.payment().amount().currency());
    }

    @GetMapping
    @Operation(summary = "List an order's refunds, newest first; its owner's and administrators'")
    Page<RefundResponse> list(Caller caller, @PathVariable OrderId id, PageQuery query) {
        return reading.refundsOf(caller, id, query)
                .map(it -> RefundResponse.of(it.refund(), it.payment().amount().currency()));
    }

    record RefundOrder(
            @Pattern(
                            regexp = "\\d{1,8}(\\.\\d{1,4})?",
                            message = "must be a decimal number in a text, such as \"12.50\"")
                    @Schema(example = "9.90", description = "all that is left, if omitted")
                    @Nullable String amount,
            // A text, because enums are read more leniently than texts are.
            @NotNull
                    @Pattern(
                            regexp = "duplicate|fraudulent|requested_by_customer|other",
                            message =
                                    "must be duplicate, fraudulent, requested_by_customer or other")
                    @Schema(
                            allowableValues = {
                                "duplicate",
                                "fraudulent",
                                "requested_by_customer",
                                "other"
                            })
                    String reason) {}

    @Schema(name = "Refund")
    record RefundResponse(
            UUID id,
            RefundStatus status,
            @Schema(example = "9.90") String amount,
            @Schema(example = "EUR") String currency,
            RefundReason reason,
            @Nullable String failureCode,
            Instant createdAt) {

        static RefundResponse of(Refund it, Currency currency) {
            return new RefundResponse(
                    it.id(),
                    it.status(),
                    it.amount(currency).text(),
                    currency.getCurrencyCode(),
                    it.reason(),
                    it.failureCode(),
                    it.createdAt());
        }
    }
}
