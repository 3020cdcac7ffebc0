package dev.bulkhead.payment.order;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores a status as its text. */
@Converter(autoApply = true)
class OrderStatusText implements AttributeConverter<OrderStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable OrderStatus status) {
        return status == null ? null : status.text();
    }

    @Override
    public @Nullable OrderStatus convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : OrderStatus.of(text);
    }
}
