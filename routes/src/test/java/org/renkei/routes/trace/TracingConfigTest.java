package org.renkei.routes.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;

class TracingConfigTest {

    @Test
    void shouldTraceEveryJobIfItIsToldNothingButWhere() {
        assertThat(read("{otlp: 'http://127.0.0.1:4318/'}"))
                .isEqualTo(new TracingConfig("http://127.0.0.1:4318/", "renkei", 1.0))
                .extracting(TracingConfig::tracesUrl)
                .isEqualTo("http://127.0.0.1:4318/v1/traces");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{otlp: collector}",
                "{otlp: 'grpc://127.0.0.1:4317'}",
                "{otlp: 'http://127.0.0.1:4318', sample: 1.1}",
                "{otlp: 'http://127.0.0.1:4318', sample: .nan}",
                "{otlp: 'http://127.0.0.1:4318', service: ''}"
            })
    void shouldRefuseWhatCannotBeUsed(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class);
    }

    private static TracingConfig read(String yaml) {
        return StrictYaml.read("tracing", yaml, new TypeReference<TracingConfig>() {});
    }
}
