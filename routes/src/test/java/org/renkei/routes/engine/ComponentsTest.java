package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentsTest {
    private final Components components =
            new Components(ComponentsTest.class.getClassLoader(), "channel"::equals, "4.0.0");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct:x",
                "seda:x?size=10&blockWhenFull=true",
                "log:a b c?level={{level}}",
                "channel:orders?consumers=3&anything=goes",
                "sql:select * from t where id = :#id and a <> 'b'?dataSource=#shop&outputType=SelectOne",
                "timer:x?period=1s",
                "{{scheme}}:x",
                "bean:check?method=call"
            })
    void shouldFindNothingWrongWithWhatIsThere(String uri) {
        assertThat(components.problems(uri)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log:x?level=LOUD       | has the option level, which must be one of TRACE, DEBUG, INFO, WARN, ERROR, OFF, was LOUD
            log:x?levle=INFO       | has the option 'levle', which log does not know; did you mean level?
            seda:x?size=many       | has the option size, which must be a whole number, was many
            seda:x?blockWhenFull=0 | has the option blockWhenFull, which must be true or false, was 0
            timer:x?period=often   | has the option period, which must be a duration, was often
            lgo:x                  | names the Camel component 'lgo', which does not exist; did you mean log?
            orders                 | is no Camel endpoint, such as direct:name: 'orders'
            """)
    void shouldSayWhatIsWrong(String uri, String told) {
        assertThat(components.problems(uri)).containsExactly(told);
    }

    @Test
    void shouldNameTheJarOfAComponentThatIsNotThere() {
        assertThat(components.missing("smtp"))
                .contains(
                        "needs the Camel component smtp: put org.apache.camel:camel-mail:4.0.0, and the jars that it needs,"
                                + " into lib/ and start again");
        assertThat(components.missing("seda")).isEmpty();
    }
}
