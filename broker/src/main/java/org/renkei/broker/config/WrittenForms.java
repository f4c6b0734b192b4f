package org.renkei.broker.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

/** Values with a written form of their own: durations and byte sizes. */
final class WrittenForms {

    private WrittenForms() {}

    static SimpleModule module() {
        return new SimpleModule("written-forms")
                .addDeserializer(Duration.class, new Written<>(Duration.class, DurationText::parse))
                .addDeserializer(ByteSize.class, new Written<>(ByteSize.class, ByteSize::parse));
    }

    private static final class Written<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        Written(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.currentToken().isScalarValue()) {
                return context.reportInputMismatch(_valueClass, "not a scalar");
            }
            try {
                return parse.apply(parser.getText());
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw context.weirdStringException(parser.getText(), _valueClass, "not understood");
            }
        }
    }
}
