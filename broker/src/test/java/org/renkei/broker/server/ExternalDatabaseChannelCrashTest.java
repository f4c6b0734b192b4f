package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.ArtemisServer;
import org.renkei.database.Child;

/** What a process leaves that dies while it carries messages from a broker that Renkei does not start into a table (C5). */
class ExternalDatabaseChannelCrashTest extends DatabaseChannelFixture {

    private static final int MESSAGES = 50;

    @TempDir
    static Path servers;

    private static ArtemisServer artemis;

    @BeforeAll
    static void startServer() {
        artemis = ArtemisServer.start(servers.resolve("broker"));
    }

    @AfterAll
    static void stopServer() {
        artemis.close();
    }

    @Override
    DataSourceConfig database() {
        return DataSourceConfig.embedded();
    }

    @Override
    TestBroker prepared(TestBroker bare) {
        ArtemisQueues.removeAll(artemis);
        return bare.at(artemis);
    }

    /** When the database has committed, and the broker is about to. */
    public static final class DiesAtCommit implements Interceptor {

        @Override
        public boolean intercept(Packet packet, RemotingConnection connection) {
            if (packet.getType() == PacketImpl.SESS_COMMIT) {
                Runtime.getRuntime().halt(1);
            }
            return true;
        }
    }

    static final class Dying {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            TestBroker.in(folder)
                    .at(
                            Files.readString(folder.resolve("url")),
                            "outgoingInterceptorList=" + DiesAtCommit.class.getName())
                    .with("business", DataSourceConfig.embedded())
                    .with("orders", ChannelConfig.in("business"))
                    .start();
            System.out.println(Child.READY);
            Thread.currentThread().join();
        }
    }

    @Test
    void c5_shouldNotStoreAgainWhatIsDeliveredAgain() throws Exception {
        broker.stop();
        send(Protocol.CORE, "orders", MESSAGES);
        Files.writeString(folder.resolve("url"), artemis.url());
        for (int i = 0; i < 2; i++) {
            try (Child dying = Child.start(Dying.class, folder)) {
                dying.awaitEnd();
            }
        }

        broker.start();

        assertThat(broker.broker().recovery().found()).isGreaterThan(MESSAGES);
        assertThat(work("orders"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MESSAGES).boxed().toList());
        await().atMost(SOON).until(() -> depth("orders") == 0);
        assertThat(rows("orders")).isZero();
    }
}
