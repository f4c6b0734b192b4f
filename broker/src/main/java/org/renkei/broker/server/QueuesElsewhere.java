package org.renkei.broker.server;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.external.Answers;
import org.renkei.broker.external.ExternalBrokers;
import org.renkei.broker.external.ExternalQueues;

/** Asks brokers that are not ours. Thread-safe. */
final class QueuesElsewhere implements BrokerQueues, AutoCloseable {

    private final ExternalBrokers brokers;
    private final ExternalQueues queues;
    private final Clock clock;
    private volatile Answers answers;

    QueuesElsewhere(ExternalBrokers brokers, ExternalQueues queues, Clock clock) {
        this.brokers = brokers;
        this.queues = queues;
        this.clock = clock;
    }

    @Override
    public boolean exists(String name) {
        return queues.exists(name);
    }

    @Override
    public boolean isTemporary(String name) {
        return queues.isTemporary(name);
    }

    @Override
    public boolean holdsMemory() {
        return false;
    }

    @Override
    public void onMemoryLost(Runnable listener) {
        queues.onMemoryLost(listener);
    }

    @Override
    public synchronized Optional<String> answers(Consumer<ChannelMessage> each) {
        close();
        answers = new Answers(brokers, each, clock);
        answers.keep();
        return Optional.of(answers.address());
    }

    /** Brings back what a lost connection took away. */
    void keep() {
        Answers kept = answers;
        if (kept != null) {
            kept.keep();
        }
    }

    @Override
    public void close() {
        Answers last = answers;
        answers = null;
        if (last != null) {
            last.close();
        }
    }
}
