package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.database.Child;

/** What a process that was killed leaves to the next (C5, D6). */
class CrashTest {

    @TempDir
    Path folder;

    /** Sends ten jobs, commits two, takes three more in hand, and waits to be killed. */
    static final class Worker {
        public static void main(String[] arguments) throws InterruptedException {
            TestBroker broker = broker(Path.of(arguments[0])).start();
            for (int i = 0; i < 10; i++) {
                broker.channels().send("in", ChannelMessage.of("x").withProperties(Map.of("n", i)));
                broker.channels().send("fast", ChannelMessage.of("x"));
            }
            ChannelSession session = broker.channels().open("in");
            session.receive(Duration.ofSeconds(5));
            session.receive(Duration.ofSeconds(5));
            session.commit();
            for (int i = 0; i < 3; i++) {
                session.receive(Duration.ofSeconds(5));
            }
            System.out.println(Child.READY);
            Thread.currentThread().join();
        }
    }

    @Test
    void c5_shouldLoseNothingAndKnowWhatWasInHandAfterKill() throws Exception {
        try (Child worker = Child.start(Worker.class, folder)) {
            worker.awaitReady();
        }
        try (TestBroker broker = broker(folder).start()) {
            assertThat(broker.broker().recovery()).isEqualTo(new Recovery(8, 3, 0));
            assertThat(broker.channel("fast").figures().current()).isZero();
        }
        // Nothing was delivered in between: the next start still knows.
        try (TestBroker broker = broker(folder).start()) {
            List<Integer> redelivered = new ArrayList<>();
            List<Integer> fresh = new ArrayList<>();
            try (ChannelSession session = broker.channels().open("in")) {
                for (int i = 0; i < 8; i++) {
                    ChannelMessage job = session.receive(Duration.ofSeconds(5));
                    (job.redelivered() ? redelivered : fresh).add(job.number("n", -1));
                }
                session.commit();
            }
            assertThat(redelivered).containsExactly(2, 3, 4);
            assertThat(fresh).containsExactly(5, 6, 7, 8, 9);
            assertThat(broker.broker().recovery()).isEqualTo(new Recovery(8, 3, 3));
        }
        try (TestBroker broker = broker(folder).start()) {
            assertThat(broker.broker().recovery()).isEqualTo(new Recovery(0, 0, 0));
        }
    }

    private static TestBroker broker(Path folder) {
        return TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).with("fast", ChannelKind.VOLATILE);
    }
}
