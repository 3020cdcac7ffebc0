package dev.bulkhead.shared.web;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Takes numbers, booleans, ids and the names of constants as they are. Jackson would trim them
 * first, and with the blanks drop control characters, U+0000 too, that belong to no value.
 */
class ExactValues implements JsonMapperBuilderCustomizer {

    @Override
    public void customize(JsonMapper.Builder builder) {
        builder.addModule(new SimpleModule("exact values").setDeserializerModifier(new Modifier()));
    }

    private static class Modifier extends ValueDeserializerModifier {

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config,
                BeanDescription.Supplier description,
                ValueDeserializer<?> deserializer) {
            if (deserializer instanceof FromStringDeserializer<?>) {
                return new Untrimmed(deserializer);
            }
            var type = ClassUtils.resolvePrimitiveIfNecessary(description.getBeanClass());
            return type == Boolean.class || Number.class.isAssignableFrom(type)
                    ? new Unquoted(deserializer)
                    : deserializer;
        }

        @Override
        public ValueDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription.Supplier description,
                ValueDeserializer<?> deserializer) {
            return new Untrimmed(deserializer);
        }
    }

    private static class Untrimmed extends DelegatingDeserializer {

        Untrimmed(ValueDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
            return new Untrimmed(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                var text = parser.getString();
                if (!text.equals(text.trim())) {
                    return context.handleWeirdStringValue(
                            handledType(), text, "blanks or control characters around it");
                }
            }
            return super.deserialize(parser, context);
        }
    }

    /** Jackson would take a text of blanks for null, though it refuses "5" and "true". */
    private static class Unquoted extends DelegatingDeserializer {

        Unquoted(ValueDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
            return new Unquoted(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? context.handleUnexpectedToken(getValueType(context), parser)
                    : super.deserialize(parser, context);
        }
    }
}
