package org.renkei.services.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.renkei.database.SettableClock;

class WrongPasswordsTest {
    private static final String HERE = "127.0.0.1";

    private final SettableClock clock = new SettableClock("2026-01-31T08:00:00Z");
    private final WrongPasswords wrong = new WrongPasswords(clock);

    private void tries(String name, int times) {
        for (int i = 0; i < times; i++) {
            wrong.wasWrong(name, HERE);
        }
    }

    @Test
    void shouldLetFiveTriesPassAndThenMakeEachWaitTwiceAsLong() {
        tries("taro", 4);
        assertThat(wrong.wait("taro", HERE)).isZero();
        tries("taro", 1);
        assertThat(wrong.wait("taro", HERE)).isEqualTo(Duration.ofSeconds(1));
        tries("taro", 2);
        assertThat(wrong.wait("taro", HERE)).isEqualTo(Duration.ofSeconds(4));
        tries("taro", 40);
        assertThat(wrong.wait("taro", HERE)).isEqualTo(Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(30));
        assertThat(wrong.wait("taro", HERE)).isZero();
    }

    @Test
    void shouldLetOthersIn() {
        tries("taro", 40);
        assertThat(wrong.wait("jiro", HERE)).isZero();
        assertThat(wrong.wait("taro", "10.0.0.7")).isZero();
    }

    @Test
    void shouldForgetAfterARightPasswordAndAfterAnHour() {
        tries("taro", 40);
        wrong.wasRight("taro", HERE);
        assertThat(wrong.wait("taro", HERE)).isZero();
        tries("taro", 40);
        clock.advance(Duration.ofMinutes(61));
        tries("taro", 1);
        assertThat(wrong.wait("taro", HERE)).isZero();
    }

    @Test
    void shouldCountNamesThatNobodyCanHaveAsOne() {
        for (int i = 0; i < 6; i++) {
            wrong.wasWrong(i + "x".repeat(100), HERE);
        }
        assertThat(wrong.wait("y".repeat(200), HERE)).isEqualTo(Duration.ofSeconds(2));
    }
}
