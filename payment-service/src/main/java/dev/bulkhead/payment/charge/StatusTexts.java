package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.provider.RefundReason;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stores statuses and reasons as their texts. */
class StatusTexts {

    @Converter(autoApply = true)
    static class OfPayment implements AttributeConverter<PaymentStatus, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable PaymentStatus status) {
            return status == null ? null : status.text();
        }

        @Override
        public @Nullable PaymentStatus convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : PaymentStatus.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    @Converter(autoApply = true)
    static class OfRefund implements AttributeConverter<RefundStatus, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable RefundStatus status) {
            return status == null ? null : status.text();
        }

        @Override
        public @Nullable RefundStatus convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : RefundStatus.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    @Converter(autoApply = true)
    static class OfReason implements AttributeConverter<RefundReason, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable RefundReason reason) {
            return reason == null ? null : reason.text();
        }

        @Override
        public @Nullable RefundReason convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : RefundReason.of(text);
        }
    }

    private StatusTexts() {}
}
