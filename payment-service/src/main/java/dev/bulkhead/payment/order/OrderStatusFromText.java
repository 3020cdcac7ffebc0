package dev.bulkhead.payment.order;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Binds query parameters as statuses are written in JSON. */
@Component
class OrderStatusFromText implements Converter<String, OrderStatus> {

    @Override
    public OrderStatus convert(String text) {
        return OrderStatus.of(text);
    }
}
