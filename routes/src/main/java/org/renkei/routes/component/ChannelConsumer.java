package org.renkei.routes.component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** What one route receives from one channel. */
public final class ChannelConsumer extends DefaultConsumer {
    private final ChannelEndpoint endpoint;
    private final DeliveryPolicy policy;

    /** The last one works; those before it end what they have in hand. */
    private final List<Crew> crews = new CopyOnWriteArrayList<>();

    private volatile boolean taking;

    ChannelConsumer(ChannelEndpoint endpoint, Processor processor, DeliveryPolicy policy) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.policy = policy;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        startWorkers();
        endpoint.getComponent().started(this);
    }

    /** Where receivers cannot come later, all are there from the start. */
    private void startWorkers() {
        OutageLog outage = new OutageLog(endpoint.getName());
        int most = endpoint.getConsumers();
        int least = endpoint.getComponent().channels().receiversMayComeLater(endpoint.getName()) ? 1 : most;
        Crew crew =
                new Crew(endpoint.getName(), least, most, in -> new ChannelWorker(this, endpoint, policy, outage, in));
        crews.add(crew);
        taking = true;
        crew.start();
    }

    /** False from the moment it was told to stop, and while an operator holds its messages. */
    public boolean isTaking() {
        return taking && !policy.isPaused();
    }

    /** Workers end what they have in hand, and take nothing more. Returns at once. */
    public void requestStop() {
        taking = false;
        crews.forEach(Crew::stop);
    }

    /** Takes messages again after {@link #requestStop()}. */
    public void resumeWork() throws Exception {
        if (!taking) {
            doStop();
            doStart();
        }
    }

    /** Takes messages again after {@link #requestStop()} with fresh workers; whoever has something in hand ends it first. */
    public void continueWork() {
        crews.removeIf(Crew::hasEnded);
        startWorkers();
    }

    /** @return true if every worker has ended within that time */
    public boolean awaitStopped(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (Crew crew : crews) {
                crew.awaitEnded(Duration.ofNanos(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return crews.stream().allMatch(Crew::hasEnded);
    }

    /** Interrupts workers that did not end: what they have in hand goes back to the channel. */
    public void abandon() {
        crews.forEach(Crew::interrupt);
    }

    @Override
    protected void doStop() throws Exception {
        requestStop();
        if (!awaitStopped(Duration.ofSeconds(1))) {
            abandon();
        }
        crews.clear();
        endpoint.getComponent().stopped(this);
        super.doStop();
    }
}
