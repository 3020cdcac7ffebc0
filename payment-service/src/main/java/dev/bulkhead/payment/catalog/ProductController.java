package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.catalog.CatalogProblems.PriceNotChargeable;
import dev.bulkhead.payment.catalog.CatalogProblems.ProductNotFound;
import dev.bulkhead.payment.catalog.StoredProducts.ForSale;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/payment/products")
@Tag(name = "products", description = "What can be bought, and for how much")
class ProductController {

    /**
     * Asked first, as taking an SKU for an id costs an exception, more than finding the product.
     */
    private static final int ID_LENGTH = 36;

    private final StoredProducts products;
    private final ManagingProducts managing;

    ProductController(StoredProducts products, ManagingProducts managing) {
        this.products = products;
        this.managing = managing;
    }

    @GetMapping
    @Operation(summary = "List what is for sale, oldest first; for everybody")
    @SecurityRequirements
    Page<ProductResponse> list(PageQuery query) {
        var rows = products.page(query.afterId(), query.limit() + 1);
        return Page.of(rows, query, it -> Cursor.of(it.id())).map(ProductResponse::of);
    }

    @GetMapping("/{idOrSku}")
    @Operation(summary = "Show a product that is for sale, by id or SKU; for everybody")
    @SecurityRequirements
    ProductResponse show(@PathVariable String idOrSku) {
        return find(idOrSku).map(ProductResponse::of).orElseThrow(ProductNotFound::new);
    }

    @PostMapping
    @Operation(summary = "Offer a new product; for administrators")
    @ApiResponse(responseCode = "201", description = "offered")
    ResponseEntity<ProductResponse> create(@Valid @RequestBody CreateProduct request) {
        var product =
                managing.offer(
                        request.sku(),
                        request.name(),
                        price(request.unitPrice(), request.currency()));
        return ResponseEntity.created(URI.create("/api/payment/products/" + product.id()))
                .body(ProductResponse.of(product));
    }

    @PutMapping("/{id}")
    @Operation(
            summary = "Change a product, or offer it again; for administrators",
            description =
                    "Orders that were placed keep the name and the price they were placed at.")
    ProductResponse change(@PathVariable UUID id, @Valid @RequestBody ChangeProduct request) {
        return ProductResponse.of(
                managing.change(
                        id,
                        request.name(),
                        price(request.unitPrice(), request.currency()),
                        request.active()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Take a product off sale; for administrators",
            description = "It is deactivated, not deleted: orders refer to it.")
    void deactivate(@PathVariable UUID id) {
        managing.deactivate(id);
    }

    private Optional<ForSale> find(String idOrSku) {
        if (idOrSku.length() == ID_LENGTH) {
            try {
                return products.find(UUID.fromString(idOrSku));
            } catch (IllegalArgumentException e) {
                // an SKU of that length
            }
        }
        return idOrSku.indexOf('\0') < 0 ? products.find(idOrSku) : Optional.empty();
    }

    private static Money price(String amount, String currency) {
        try {
            return new Money(new BigDecimal(amount), Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            throw new PriceNotChargeable(
                    e.getMessage() == null ? "There is no currency " + currency : e.getMessage());
        }
    }

    record CreateProduct(
            @NotNull
                    @Size(max = 40)
                    @Pattern(
                            regexp = "[A-Z0-9](-?[A-Z0-9]){2,39}",
                            message =
                                    "must be 3 to 40 upper case letters, digits and single dashes")
                    @Schema(example = "MUG-ENAMEL-EUR")
                    String sku,
            @NotBlank
                    @Size(max = 200)
                    @Pattern(
                            regexp = "\\P{Cc}*[^\\p{Cc}\\p{Z}]\\P{Cc}*",
                            message = "must show something, and have no control characters")
                    String name,
            @NotNull
                    @Pattern(
                            regexp = "\\d{1,8}(\\.\\d{1,4})?",
                            message = "must be a decimal number in a text, such as \"12.50\"")
                    @Schema(example = "14.50")
                    String unitPrice,
            @NotNull
                    @Pattern(regexp = "[A-Z]{3}", message = "must be a code of ISO 4217")
                    @Schema(example = "EUR")
                    String currency) {}

    record ChangeProduct(
            @NotBlank
                    @Size(max = 200)
                    @Pattern(
                            regexp = "\\P{Cc}*[^\\p{Cc}\\p{Z}]\\P{Cc}*",
                            message = "must show something, and have no control characters")
                    String name,
            @NotNull
                    @Pattern(
                            regexp = "\\d{1,8}(\\.\\d{1,4})?",
                            message = "must be a decimal number in a text, such as \"12.50\"")
                    @Schema(example = "14.50")
                    String unitPrice,
            @NotNull
                    @Pattern(regexp = "[A-Z]{3}", message = "must be a code of ISO 4217")
                    @Schema(example = "EUR")
                    String currency,
            @NotNull Boolean active) {}

    record ProductResponse(
            UUID id,
            String sku,
            String name,
            @Schema(description = "exact, in the decimals of its currency", example = "14.50")
                    String unitPrice,
            @Schema(example = "EUR") String currency,
            boolean active,
            Instant createdAt) {

        static ProductResponse of(ForSale it) {
            return new ProductResponse(
                    it.id(),
                    it.sku(),
                    it.name(),
                    it.unitPrice().text(),
                    it.unitPrice().currency().getCurrencyCode(),
                    true,
                    it.createdAt().toInstant());
        }

        static ProductResponse of(Product it) {
            return new ProductResponse(
                    it.id(),
                    it.sku(),
                    it.name(),
                    it.unitPrice().text(),
                    it.unitPrice().currency().getCurrencyCode(),
                    it.active(),
                    it.createdAt());
        }
    }
}
