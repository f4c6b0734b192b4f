package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.net.ConnectException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.config.ConfigException;
import org.renkei.routes.application.Application;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;

/** C1: which errors are worth another try. */
class RetriedErrorsTest {

    @TempDir
    Path dir;

    private RunningEngine renkei;

    @AfterEach
    void stop() {
        if (renkei != null) {
            renkei.close();
        }
    }

    @Test
    void c1_shouldTryAgainOnlyWhatIsNamed() throws JMSException {
        start("on: [java.io.IOException]");

        Journey away = send("away");
        Journey wrong = send("wrong");

        assertThat(away.state()).isEqualTo(JourneyState.FAILED);
        assertThat(away.error()).startsWith("RNK-3010 failed 3 times").contains("nobody listens");
        assertThat(away.attempts()).isEqualTo(3);
        assertThat(wrong.state()).isEqualTo(JourneyState.FAILED);
        assertThat(wrong.error()).startsWith("RNK-3017").contains("no such order");
        assertThat(wrong.attempts()).isEqualTo(1);
    }

    @Test
    void c1_shouldNotTryAgainWhatIsExcluded() throws JMSException {
        start("never: [java.net.ConnectException]");

        Journey away = send("away");
        Journey wrong = send("wrong");

        assertThat(away.error()).startsWith("RNK-3017");
        assertThat(away.attempts()).isEqualTo(1);
        assertThat(wrong.error()).startsWith("RNK-3010");
        assertThat(wrong.attempts()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAnExceptionThatDoesNotExist() {
        assertThatThrownBy(() -> start("on: [java.io.IOExeption]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("steps.one.retry.on")
                .hasMessageContaining("java.io.IOExeption");
    }

    @Test
    void shouldRefuseAClassThatIsNoException() {
        assertThatThrownBy(() -> start("never: [java.lang.String]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("java.lang.String, which is no exception");
    }

    private void start(String errors) {
        renkei = RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}\n")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, bean: app, retry: {count: 2, delay: 10ms, %s}, next: end}
                        """.formatted(errors))
                .application("app", (Application) job -> {
                    if (job.text().equals("away")) {
                        throw new IllegalStateException("not sent", new ConnectException("nobody listens"));
                    }
                    throw new IllegalArgumentException("no such order");
                })
                .build();
        renkei.start();
    }

    private Journey send(String text) throws JMSException {
        try (JMSContext shop = renkei.connect()) {
            TextMessage message = shop.createTextMessage(text);
            message.setJMSCorrelationID(text);
            shop.createProducer().send(shop.createQueue("in"), message);
        }
        return renkei.ended(text);
    }
}
