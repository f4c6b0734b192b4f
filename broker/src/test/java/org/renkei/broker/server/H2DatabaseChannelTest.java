package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.DataSourceConfig;

class H2DatabaseChannelTest extends DatabaseChannelContract {

    @Override
    DataSourceConfig database() {
        return DataSourceConfig.embedded();
    }

    @Test
    void shouldBecomeADatabaseChannelOnlyWhenEmpty() throws Exception {
        send(Protocol.CORE, "mail", 1);
        broker.stop();
        broker.with("mail", ChannelConfig.in("business"));

        assertThatThrownBy(broker::start)
                .isInstanceOf(RenkeiException.class)
                .hasMessageContaining("mail.kind cannot become database while it holds 1 messages");

        broker.with("mail", ChannelKind.PERSISTENT).start();
        assertThat(work("mail")).containsExactly(0);
        broker.stop();
        broker.with("mail", ChannelConfig.in("business")).start();
        send(Protocol.CORE, "mail", 2);
        assertThat(depth("mail")).isEqualTo(2);
    }

    @Test
    void shouldKeepTheRowsOfAChannelThatIsOfAnotherKindNow() throws Exception {
        send(Protocol.CORE, "orders", 2);
        broker.stop();
        broker.with("orders", ChannelKind.PERSISTENT).start();
        send(Protocol.CORE, "orders", 1);
        assertThat(work("orders")).containsExactly(0);
        broker.stop();

        broker.with("orders", ChannelConfig.in("business")).start();

        assertThat(work("orders")).containsExactly(0, 1);
    }
}
