package org.renkei.routes.dead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.RenkeiException;

class LetterJsonTest {
    private static final String GOOD =
            "{'id':'L-1','channel':'renkei.dead','diedAt':'2026-01-31T08:00:00Z','error':'RNK-3010 x','origin':'one',"
                    + "'priority':'high','properties':{'renkei_job':'j','n':1},'body':{'text':'b'}}";

    static Stream<Body> bodies() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", "it's \"quoted\"\n\u0001 \uD83C\uDF75 \uD83C");
        fields.put("long", 5L);
        fields.put("short", (short) 5);
        fields.put("byte", (byte) 5);
        fields.put("int", 5);
        fields.put("float", 0.5f);
        fields.put("double", 0.1);
        fields.put("flag", true);
        fields.put("letter", 'x');
        fields.put("nothing", null);
        return Stream.of(
                Body.EMPTY,
                Body.of("{\"order\": \"A\"}\n\uD83C\uDF75 and half of it \uD83C"),
                Body.of(""),
                new Body.Fields(fields),
                new Body.Values(Arrays.asList("a", 1, 2L, null, false)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void c4_shouldLoseNothing(Body body) {
        Map<String, Object> properties =
                new LinkedHashMap<>(Map.of("customer", "Rikyū", "count", 3, "big", 4_000_000_000L));
        properties.put("renkei_job", "j");
        ChannelMessage message = ChannelMessage.of(body)
                .withProperties(properties)
                .withCorrelationId("ORDER-1")
                .withReplyTo("temp-queue://x")
                .withType("order")
                .withPriority(Priority.HIGH)
                .withGroup("g");
        DeadLetter letter = DeadLetter.of(
                "renkei.dead", message, "L-1", "RNK-3010 \"bank\"", "one", Instant.parse("2026-01-31T08:00:00.123Z"));

        String line = LetterJson.write(letter);

        assertThat(line).doesNotContain("\n");
        assertThat(LetterJson.read("here", line)).isEqualTo(letter);
    }

    @Test
    void c4_shouldLoseNoByte() {
        for (Body body : List.of(Body.of(new byte[] {0, -1, 127}), new Body.Sealed(new byte[] {1, 2}))) {
            DeadLetter letter = DeadLetter.of("c", ChannelMessage.of(body), "L-1", "e", "o", Instant.EPOCH);

            DeadLetter read = LetterJson.read("here", LetterJson.write(letter));

            assertThat(read.message().body()).usingRecursiveComparison().isEqualTo(body);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                {'id'                 | {'name'                | here: name is unknown
                'id':'L-1',           | ''                     | here: id is missing
                'diedAt'              | 'id'                   | here: is not JSON: Duplicate field 'id'
                2026-01-31T           | yesterday              | here: diedAt must be a time as 2026-01-31T08:00:00Z, was 'yesterday08
                'error':'RNK-3010 x'  | 'error':7              | here: error must be a string
                'high'                | 'urgent'               | here: priority must be low, normal or high, was 'urgent'
                'n':1                 | 'n':[1]                | here: properties.n must be a string, true, false, a number
                'n':1                 | 'n':{'int':'x'}        | here: properties.n must be a string, true, false, a number
                {'renkei_job':'j','n':1} | 7                   | here: properties must be an object
                {'text':'b'}          | 'b'                    | here: body must be one of {"text"
                {'text':'b'}          | {'text':'b','bytes':'b'} | here: body must be one of {"text"
                {'text':'b'}          | {'json':'b'}           | here: body.json is unknown
                {'text':'b'}          | {'text':7}             | here: body.text must be a string
                {'text':'b'}          | {'bytes':'?'}          | here: body.bytes is not base64
                {'text':'b'}          | {'values':{}}          | here: body.values must be a list
                {'text':'b'}}         | {'text':'b'}           | here: is not JSON: Unexpected end-of-input
                {'text':'b'}}         | {'text':'b'}}}         | here: is not JSON: Unexpected close marker
                """)
    void c4_shouldNameThePlaceAndTheKeyOfWhatIsWrong(String right, String wrong, String problem) {
        LetterJson.read("here", GOOD.replace('\'', '"'));
        String line = GOOD.replace(right, wrong.equals("''") ? "" : wrong).replace('\'', '"');

        assertThatThrownBy(() -> LetterJson.read("here", line))
                .isInstanceOf(RenkeiException.class)
                .hasMessageStartingWith("RNK-6003 " + problem);
    }

    @Test
    void c4_shouldRefuseWhatIsNoLetter() {
        for (String line : List.of("", "7", "[]", "no json", "null")) {
            assertThatThrownBy(() -> LetterJson.read("here", line)).hasMessageStartingWith("RNK-6003 here: is not");
        }
    }
}
