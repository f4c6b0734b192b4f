package org.renkei.bench;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.Map;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.store.TrackingConfig;

/** A flow of three steps over persistent channels with all defaults. */
final class RenkeiContender implements Contender {
    private static final String FLOW = """
            flow: compared
            start: compared-in
            steps:
              one:   {channel: compared-one, bean: one, next: two}
              two:   {channel: compared-two, bean: two, next: three}
              three: {channel: compared-three, bean: three, next: end}
            """;

    private final String where;
    private final FlowBed bed;
    private long earlier;

    /** @param url of the tracking database; null for the default, H2 */
    RenkeiContender(String where, String url, Arrivals arrivals) throws IOException, JMSException {
        this.where = where;
        Map<String, Application> steps = Map.of(
                "one",
                job -> {
                    arrivals.began();
                    return Outcome.done();
                },
                "two",
                job -> Outcome.done(),
                "three",
                job -> {
                    arrivals.ended(job.text());
                    return Outcome.done();
                });
        String user = url == null ? null : Postgres.USER;
        bed = new FlowBed(FLOW, ChannelKind.PERSISTENT, steps, new TrackingConfig(url, user, user, null, null, null));
        bed.stopEntrances();
    }

    @Override
    public String name() {
        return "Renkei, tracking in " + where;
    }

    @Override
    public String settings() {
        return "all defaults: embedded Artemis, 4 consumers a channel, batch 20; every step is tracked, through a durable queue";
    }

    @Override
    public void fill(int jobs) throws JMSException {
        bed.send(jobs, Arrivals::body);
    }

    @Override
    public void begin() {
        bed.startEntrances();
    }

    @Override
    public void settle(int jobs) {
        bed.awaitTracking();
        Map<JourneyState, Long> journeys = bed.journeys();
        long all = journeys.values().stream().mapToLong(Long::longValue).sum();
        if (journeys.get(JourneyState.COMPLETED) != earlier + jobs || all != earlier + jobs) {
            throw new IllegalStateException("tracking has " + journeys + ", should have " + (earlier + jobs));
        }
    }

    @Override
    public void rest() {
        bed.stopEntrances();
        earlier = bed.journeys().get(JourneyState.COMPLETED);
    }

    @Override
    public void close() throws IOException, JMSException {
        bed.close();
    }
}
