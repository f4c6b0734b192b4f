package org.renkei.tracking.journey;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;

/** Times as microseconds since 1970: what the databases keep of them, and cheap to read. */
final class Micros {
    private static final long A_SECOND = 1_000_000;

    private Micros() {}

    static Module module() {
        return new SimpleModule("micros")
                .addSerializer(Instant.class, new Writing())
                .addDeserializer(Instant.class, new Reading());
    }

    private static final class Writing extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(time.getEpochSecond() * A_SECOND + time.getNano() / 1_000);
        }
    }

    private static final class Reading extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return (Instant) context.handleUnexpectedToken(Instant.class, in);
            }
            long micros = in.getLongValue();
            return Instant.ofEpochSecond(Math.floorDiv(micros, A_SECOND), Math.floorMod(micros, A_SECOND) * 1_000);
        }
    }
}
