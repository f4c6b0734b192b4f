package org.renkei.services.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.table.DataSourceConfig;

class ChannelsFileTest {
    private static final Map<String, DataSourceConfig> DATA_SOURCES = Map.of("shop", DataSourceConfig.embedded());

    @TempDir
    private Path etc;

    @Test
    void shouldKeepTheOrderOfTheFile() throws Exception {
        assertThat(read("z-in: {kind: persistent}\na-do: {kind: volatile, max: 10}\n"))
                .containsOnlyKeys("z-in", "a-do")
                .satisfies(channels -> assertThat(channels.keySet()).containsExactly("z-in", "a-do"));
    }

    @Test
    void shouldPutAChannelIntoADatabase() throws Exception {
        ChannelConfig channel =
                read("order-payment:\n  kind: database\n  dataSource: shop\n").get("order-payment");
        assertThat(channel.kind()).isEqualTo(ChannelKind.DATABASE);
        assertThat(channel.dataSource()).isEqualTo("shop");
    }

    @Test
    void shouldHaveNoChannelsWithoutAFile() {
        assertThat(ChannelsFile.read(etc.resolve("channels.yaml"), DATA_SOURCES))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "renkei.mine: {kind: volatile} | is a name of the system's own",
                "activemq.mine: {kind: volatile} | is a name of the system's own",
                "-in: {kind: volatile} | is no name for a channel",
                "a b: {kind: volatile} | is no name for a channel",
                "order-in: {} | kind",
                "order-in: | order-in",
                "order-in: {kind: database} | channels.yaml:1: order-in.dataSource is missing",
                "order-in: {kind: persistent, dataSource: shop} | order-in.dataSource is for channels of kind database",
                "order-in: {kind: database, dataSource: shpo} | channels.yaml:1: order-in.dataSource is 'shpo'",
                "order-in: {kind: database, dataSource: shpo} | did you mean shop?",
                "order-in: {kind: persistent, max: 500, watch: 800} | order-in",
            })
    void shouldRefuseWhatCannotBeAChannel(String yaml, String said) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("channels.yaml")
                .hasMessageContaining(said);
    }

    private Map<String, ChannelConfig> read(String yaml) throws Exception {
        Path file = etc.resolve("channels.yaml");
        Files.writeString(file, yaml);
        return ChannelsFile.read(file, DATA_SOURCES);
    }
}
