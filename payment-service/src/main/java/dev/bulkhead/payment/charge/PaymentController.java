package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.order.OrderBook;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.order.OrderResponse;
import dev.bulkhead.shared.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/payment/orders/{id}")
@Tag(name = "payments", description = "Taking the money for orders")
class PaymentController {

    private final PayingOrders paying;
    private final CancellingOrders cancelling;
    private final ReadingPayments reading;
    private final OrderBook orders;

    PaymentController(
            PayingOrders paying,
            CancellingOrders cancelling,
            ReadingPayments reading,
            OrderBook orders) {
        this.paying = paying;
        this.cancelling = cancelling;
        this.reading = reading;
        this.orders = orders;
    }

    @PostMapping("/payment")
    @Operation(
            summary = "Pay an order; its owner only",
            description =
                    "Answers 402 when the card is declined; the order can then be paid again. 502"
                            + " means that the outcome is not known yet.")
    @ApiResponse(
            responseCode = "200",
            description = "paid",
            content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(
            responseCode = "202",
            description = "the provider is still processing it",
            content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    ResponseEntity<?> pay(
            Caller caller,
            @PathVariable OrderId id,
            @Valid @RequestBody PayOrder request,
            OnceId once) {
        var payment = paying.pay(caller, id, request.paymentMethod(), once);
        return switch (payment.status()) {
            case SUCCEEDED -> ResponseEntity.ok(PaymentResponse.of(payment));
            case PROCESSING, CANCELLING ->
                    ResponseEntity.status(HttpStatus.ACCEPTED).body(PaymentResponse.of(payment));
            case FAILED, CANCELLED -> ResponseEntity.of(ChargeProblems.declined(payment)).build();
        };
    }

    @GetMapping("/payment")
    @Operation(summary = "Show how an order was paid; its owner's and administrators' only")
    PaymentResponse show(Caller caller, @PathVariable OrderId id) {
        return PaymentResponse.of(reading.of(caller, id));
    }

    @PostMapping("/cancel")
    @Operation(
            summary = "Give up an order that is not paid; its owner and administrators",
            description = "Cancelling a cancelled order changes nothing.")
    OrderResponse cancel(Caller caller, @PathVariable OrderId id, OnceId once) {
        cancelling.cancel(caller, id);
        return orders.show(id, caller);
    }

    record PayOrder(
            @NotNull
                    @Pattern(
                            regexp = "pm_[A-Za-z0-9_]{1,200}",
                            message = "must be the id of a payment method, such as pm_card_visa")
                    @Schema(example = "pm_card_visa")
                    String paymentMethod) {}

    @Schema(name = "Payment")
    record PaymentResponse(
            UUID id,
            UUID orderId,
            PaymentStatus status,
            @Schema(example = "24.40") String amount,
            @Schema(example = "0.00", description = "given back, or on its way back")
                    String refundedAmount,
            @Schema(example = "EUR") String currency,
            String paymentMethod,
            @Schema(description = "why the latest attempt failed", example = "insufficient_funds")
                    @Nullable String failureCode,
            @Nullable Instant paidAt,
            Instant createdAt) {

        static PaymentResponse of(Payment it) {
            return new PaymentResponse(
                    it.id(),
                    it.order().id(),
                    it.status(),
                    it.amount().text(),
                    it.refunded().text(),
                    it.amount().currency().getCurrencyCode(),
                    it.method(),
                    it.failureCode(),
                    it.paidAt(),
                    it.createdAt());
        }
    }
}
