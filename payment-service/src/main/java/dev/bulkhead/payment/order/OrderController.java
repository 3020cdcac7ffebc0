package dev.bulkhead.payment.order;

import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.order.PlacingOrders.Line;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/payment/orders")
@Tag(name = "orders", description = "What users want to buy")
class OrderController {

    private final PlacingOrders placing;
    private final OrderHistory history;
    private final OrderBook orders;

    OrderController(PlacingOrders placing, OrderHistory history, OrderBook orders) {
        this.placing = placing;
        this.history = history;
        this.orders = orders;
    }

    @PostMapping
    @Operation(
            summary = "Place an order",
            description = "Prices come from the catalog. All products have the same currency.")
    @ApiResponse(responseCode = "201", description = "placed")
    ResponseEntity<OrderResponse> place(
            Caller caller, @Valid @RequestBody PlaceOrder request, OnceId once) {
        var lines =
                request.items().stream()
                        .map(it -> new Line(it.productUuid(), it.sku(), it.quantity()))
                        .toList();
        var order = placing.place(caller, lines, once);
        return ResponseEntity.created(URI.create("/api/payment/orders/" + order.id())).body(order);
    }

    @GetMapping
    @Operation(summary = "List your orders, newest first")
    Page<OrderResponse> list(
            Caller caller, @RequestParam @Nullable OrderStatus status, PageQuery query) {
        return history.of(caller.id(), status, query);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show an order; its owner's and administrators' only")
    OrderResponse show(Caller caller, @PathVariable OrderId id) {
        return orders.show(id, caller);
    }

    record PlaceOrder(@NotNull @Size(min = 1, max = 50) List<@NotNull @Valid Item> items) {

        record Item(
                // A text, because UUIDs are read more leniently than texts are.
                @Schema(description = "the product, by its id or by its SKU", format = "uuid")
                        @Pattern(
                                regexp = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
                                message = "must be a UUID")
                        @Nullable String productId,
                @Schema(example = "QUIZ-NIGHT-EUR") @Size(max = 40) @Nullable String sku,
                @NotNull @Min(1) @Max(1000) Integer quantity) {

            @Schema(hidden = true)
            @Nullable UUID productUuid() {
                return productId == null ? null : UUID.fromString(productId);
            }

            @AssertTrue(message = "names either a productId or a sku")
            @Schema(hidden = true)
            boolean isNamed() {
                return (productId == null) != (sku == null);
            }
        }
    }
}
