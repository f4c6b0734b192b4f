package org.renkei.services.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.Flow;
import org.renkei.services.activity.ActivityEntry;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.activity.ActivityQuery;
import org.renkei.services.alarm.Alarm;
import org.renkei.services.alarm.Alarms;
import org.renkei.services.monitor.HistoryRange;
import org.renkei.services.monitor.JobHistory;
import org.renkei.services.monitor.Shared;

/** {@code /overview}: whether all is well. */
final class OverviewApi {
    private static final int FEW = 5;
    private static final int RECENT = 10;

    private static final Duration SHARED = Duration.ofSeconds(2);

    private final Shared<StatusReport> status;
    private final Shared<PendingSummary> pending;
    private final ChannelViews channels;
    private final FlowEngine engine;
    private final Alarms alarms;
    private final ActivityLog activity;
    private final JobHistory history;

    OverviewApi(ConsoleParts parts, ChannelViews channels) {
        // Both ask the tracking database, which may take its time to say that it is away.
        this.status = new Shared<>(parts.status(), SHARED);
        this.pending = new Shared<>(() -> PendingSummary.of(parts.pending().takeFigures()), SHARED);
        this.channels = channels;
        this.engine = parts.engine();
        this.alarms = parts.alarms();
        this.activity = parts.activity();
        this.history = parts.monitor().jobs();
    }

    void addTo(Operations operations) {
        operations.answer("showOverview", request -> now());
        operations.answer("showThroughput", this::history);
    }

    private Overview now() {
        StatusReport report = status.now();
        List<ChannelView> declared =
                channels.all().stream().filter(channel -> !channel.internal()).toList();
        List<Alarm> open = alarms.all().stream().filter(Alarm::open).toList();
        return new Overview(
                report.node(),
                report.state(),
                report.startedAt(),
                pending.now(),
                JobRates.of(engine.figures().all()),
                Overview.ChannelCounts.of(declared),
                fullest(declared),
                engine.flows().stream()
                        .map(Flow::name)
                        .filter(flow -> engine.blocked(flow).isPresent())
                        .toList(),
                engine.pausedChannels().values().stream().distinct().sorted().toList(),
                open.stream().limit(FEW).toList(),
                open.size(),
                report.problems(),
                recent(),
                report.stopping());
    }

    /** Nothing if it cannot be read, of which the problems tell. */
    private List<ActivityEntry> recent() {
        try {
            return activity.page(ActivityQuery.newest(RECENT)).entries();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<ChannelView> fullest(List<ChannelView> declared) {
        return declared.stream()
                .filter(channel -> channel.current() > 0)
                .sorted(Comparator.comparing(ChannelView::fill).reversed().thenComparing(ChannelView::name))
                .limit(FEW)
                .toList();
    }

    private Past history(Context request) {
        HistoryRange range = Parameters.range(request);
        return new Past(range.step().toSeconds(), history.points(range));
    }

    private record Past(long stepSeconds, List<JobHistory.Point> points) {}
}
