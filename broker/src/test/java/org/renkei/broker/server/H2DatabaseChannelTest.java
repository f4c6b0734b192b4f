package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.BusinessDatabase;
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

    /** As H2 does after a kill that fell between the use of an id and the note of it: the relay would take the second for the first. */
    @Test
    void c5_shouldLoseNothingThoughTheDatabaseForgetsWhichIdsItGave() throws Exception {
        send(Protocol.CORE, "orders", 1);
        moveToMail();
        assertThat(work("mail")).containsExactly(0);
        broker.stop();
        forgetIds();
        broker.start();

        send(Protocol.CORE, "orders", 1);
        moveToMail();

        assertThat(work("mail")).containsExactly(0);
    }

    private void moveToMail() {
        try (ChannelSession session = broker.channels().open("orders")) {
            session.send("mail", session.receive(SOON));
            session.commit();
        }
        await().atMost(SOON).until(() -> depth("mail") == 1);
    }

    private void forgetIds() throws SQLException {
        String url = BusinessDatabase.embeddedUrl(folder.resolve("databases"), "business");
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("alter table renkei.message alter column id restart with 1");
        }
    }
}
