package org.renkei.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.FlowBlock;
import org.renkei.broker.config.ConfigException;

class HandBlocksTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("switches.json");
    }

    @Test
    void a5_shouldKeepBothSwitchesOfAChannelApart() {
        HandBlocks blocks = HandBlocks.load(file);
        blocks.block("order-in", "channel");
        blocks.blockFlow("order-in", new FlowBlock("orders", "flow"));

        assertThat(HandBlocks.load(file).reason("order-in")).isEqualTo("channel");
        assertThat(HandBlocks.load(file).flow("order-in")).isEqualTo(new FlowBlock("orders", "flow"));

        blocks.unblock("order-in");
        assertThat(HandBlocks.load(file).reason("order-in")).isNull();
        assertThat(HandBlocks.load(file).flow("order-in")).isNotNull();

        blocks.block("order-in", "channel");
        blocks.unblockFlow("order-in");
        assertThat(HandBlocks.load(file).reason("order-in")).isEqualTo("channel");
        assertThat(HandBlocks.load(file).flow("order-in")).isNull();
    }

    @Test
    void shouldReadTheFormThatKnewOnlyChannels() throws IOException {
        Files.writeString(file, "{\"order-in\": \"stocktaking\", \"flows\": \"a channel of that name\"}");

        HandBlocks blocks = HandBlocks.load(file);
        assertThat(blocks.reason("order-in")).isEqualTo("stocktaking");
        blocks.blockFlow("mail-in", new FlowBlock("mail", "holidays"));

        assertThat(HandBlocks.load(file).reason("order-in")).isEqualTo("stocktaking");
        assertThat(HandBlocks.load(file).reason("flows")).isEqualTo("a channel of that name");
        assertThat(HandBlocks.load(file).flow("mail-in").reason()).isEqualTo("holidays");
    }

    @Test
    void shouldReadAnEmptyFormAsNothingBlocked() throws IOException {
        Files.writeString(file, "{}");

        assertThat(HandBlocks.load(file).reason("order-in")).isNull();
        assertThat(HandBlocks.load(file).flow("order-in")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"channels\": 1}", "{\"channels\": {\"order-in\": \"stock"})
    void shouldNotGuessWhatADamagedFileSaid(String content) throws IOException {
        Files.writeString(file, content);

        assertThatThrownBy(() -> HandBlocks.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("damaged");
    }
}
