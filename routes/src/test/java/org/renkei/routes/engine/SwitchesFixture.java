package org.renkei.routes.engine;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Channel;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;

/** Two flows over two applications, of which one may be told to wait, or to pause itself. */
abstract class SwitchesFixture {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    final List<String> called = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch gate = new CountDownLatch(1);
    RunningEngine renkei;
    JMSContext shop;

    @AfterEach
    void stop() {
        gate.countDown();
        if (shop != null) {
            shop.close();
        }
        if (renkei != null) {
            renkei.close();
        }
    }

    abstract KindOfChannel kind();

    void start() {
        renkei = builder("in").start();
        shop = renkei.connect();
    }

    RunningEngine.Builder builder(String startChannel) {
        return kind().prepare(RunningEngine.in(dir), null)
                .channels(channels("in2", "other-in", "two", "other"))
                .channels(kind().channel("in", "consumers: 1"))
                .channels(kind().channel("one", "consumers: 1"))
                .application("one", (Application) job -> call("one", job.text()))
                .application("two", (Application) job -> call("two", job.text()))
                .file("flows/f.yaml", flow(startChannel))
                .flow("""
                        flow: other
                        start: other-in
                        steps:
                          only: {channel: other, bean: one, next: "flow:f"}
                        """);
    }

    String channels(String... names) {
        StringBuilder yaml = new StringBuilder();
        for (String name : names) {
            yaml.append(kind().channel(name, ""));
        }
        return yaml.toString();
    }

    static String flow(String startChannel) {
        return """
                flow: f
                start: %s
                steps:
                  one: {channel: one, bean: one, next: two}
                  two: {channel: two, bean: two, undo: {uri: "log:undone"}, next: end}
                """.formatted(startChannel);
    }

    Outcome call(String application, String body) throws InterruptedException {
        called.add(application + " " + body);
        if (application.equals("one") && body.contains("gated")) {
            gate.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        if (application.equals("one") && body.equals("pausing")) {
            renkei.engine().pause("one", "enough", "ada");
        }
        return Outcome.done(body);
    }

    void send(String channel, String body) {
        shop.createProducer().setJMSCorrelationID(body).send(shop.createQueue(channel), body);
    }

    Channel channel(String name) {
        return renkei.channels().channel(name);
    }
}
