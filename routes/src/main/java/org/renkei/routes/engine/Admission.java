package org.renkei.routes.engine;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.renkei.broker.channel.Body;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Accept;
import org.renkei.routes.flow.Flow;

/** Says whether a body is one that the flow takes (B10). Thread-safe. */
final class Admission {
    private final Accept accept;
    private final JsonSchema schema;

    /** @throws ConfigException if the flow names a schema that cannot be used */
    Admission(Flow flow) {
        this.accept = flow.accept();
        this.schema = accept.schema() == null
                ? null
                : compiled(accept.schema(), flow.source().schema());
    }

    private static JsonSchema compiled(String name, String text) {
        if (text == null) {
            throw new ConfigException("accept.schema", name + " was not given with the flow");
        }
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(JobJson.MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new ConfigException("accept.schema", name + " is not JSON: " + e.getOriginalMessage());
        } catch (RuntimeException e) {
            throw new ConfigException("accept.schema", name + " is not a JSON Schema: " + e.getMessage());
        }
    }

    /** @throws RenkeiException of category REJECT, with what is wrong with it */
    void check(Body body) {
        if (body instanceof Body.Sealed) {
            throw new RenkeiException(
                    ErrorCode.MESSAGE_TYPE,
                    "an ObjectMessage (or a body that cannot be read) is never opened: send text, bytes or JSON");
        }
        long bytes = sizeOf(body, accept.maxBytes().bytes());
        if (bytes > accept.maxBytes().bytes()) {
            throw new RenkeiException(
                    ErrorCode.TOO_LARGE,
                    "the body has " + bytes + " bytes, the flow takes "
                            + accept.maxBytes().bytes() + ": send a reference to the data, or raise accept.maxBytes");
        }
        if (accept.format() != Accept.Format.ANY) {
            checkText(body);
        }
    }

    private void checkText(Body body) {
        if (!(body instanceof Body.Text) && !(body instanceof Body.Bytes)) {
            throw new RenkeiException(
                    ErrorCode.MESSAGE_TYPE,
                    "the flow takes " + (accept.format() == Accept.Format.JSON ? "JSON" : "text")
                            + " in a text or bytes message, not " + kindOf(body));
        }
        if (accept.format() == Accept.Format.JSON) {
            checkJson(body);
        }
    }

    private void checkJson(Body body) {
        JsonNode json;
        try {
            json = JobJson.parse(body);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new RenkeiException(
                    ErrorCode.BODY_NOT_JSON, "the body is not JSON: " + e.getOriginalMessage() + where);
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.BODY_NOT_JSON, "the body is not JSON: " + e.getMessage());
        }
        if (schema != null) {
            Set<ValidationMessage> problems = schema.validate(json);
            if (!problems.isEmpty()) {
                throw new RenkeiException(
                        ErrorCode.SCHEMA_VIOLATED,
                        problems.stream()
                                .map(ValidationMessage::getMessage)
                                .sorted()
                                .limit(5)
                                .collect(Collectors.joining(
                                        "; ", "the body does not fit " + accept.schema() + ": ", "")));
            }
        }
    }

    /** The size in UTF-8; a text that cannot exceed {@code limit} is not encoded to find out. */
    private static long sizeOf(Body body, long limit) {
        if (body instanceof Body.Text text) {
            int chars = text.length();
            return chars * 3L <= limit ? chars : text.text().getBytes(StandardCharsets.UTF_8).length;
        }
        return body instanceof Body.Bytes bytes ? bytes.bytes().length : 0;
    }

    private static String kindOf(Body body) {
        return body instanceof Body.Empty
                ? "an empty one"
                : body instanceof Body.Fields ? "a map" : "a stream of values";
    }
}
