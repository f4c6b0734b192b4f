package org.renkei.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf16Test {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "order", "Grün ÿ", "連携 job", "late 連", "\uD83D\uDE00", "half \uD83D", "\uDE00 half", "\0"})
    void shouldDecodeWhatABrokersMessageCarries(String text) {
        Body.Text body = (Body.Text) Body.ofUtf16(SimpleString.of(text).getData());

        assertThat(body.length()).isEqualTo(text.length());
        assertThat(body.size()).isEqualTo(text.length());
        assertThat(body.text()).isEqualTo(text);
        assertThat(body)
                .isEqualTo(Body.of(text))
                .hasSameHashCodeAs(Body.of(text))
                .hasToString("Text[text=" + text + "]");
    }
}
