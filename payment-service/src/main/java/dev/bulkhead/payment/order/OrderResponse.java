package dev.bulkhead.payment.order;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An order as its owner sees it. Amounts are texts, exact in the decimals of the currency. */
@Schema(name = "Order")
public record OrderResponse(
        UUID id,
        OrderStatus status,
        @Schema(example = "24.40") String totalAmount,
        @Schema(example = "EUR") String currency,
        List<Item> items,
        Instant createdAt,
        Instant updatedAt) {

    /** A line of it. */
    @Schema(name = "OrderItem")
    public record Item(
            UUID productId,
            String productName,
            int quantity,
            @Schema(example = "9.90") String unitPrice,
            @Schema(example = "19.80") String totalPrice) {}
}
