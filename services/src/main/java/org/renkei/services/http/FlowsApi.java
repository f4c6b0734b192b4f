package org.renkei.services.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.FlowFigures;
import org.renkei.routes.engine.Pause;
import org.renkei.routes.flow.Flow;

/** {@code /flows}: what is deployed, and the switch of each flow (A5). */
final class FlowsApi {
    private final FlowEngine engine;
    private final ChannelViews views;

    FlowsApi(FlowEngine engine, ChannelViews views) {
        this.engine = engine;
        this.views = views;
    }

    void addTo(Operations operations) {
        operations.answer("listFlows", this::list);
        operations.answer("showFlow", request -> shown(flow(request)));
        operations.answer("blockFlow", this::block);
        operations.answer("unblockFlow", this::unblock);
    }

    private Listed list(Context request) {
        String search = Parameters.text(request, "search").orElse("").toLowerCase(Locale.ROOT);
        Map<String, ChannelView> channels = channelsByName();
        Map<String, FlowFigures.FlowPart> figures = figures();
        Paging<Flow> page = Paging.of(
                request,
                engine.flows().stream()
                        .filter(flow -> flow.name().toLowerCase(Locale.ROOT).contains(search))
                        .toList());
        return new Listed(
                page.page().stream()
                        .map(flow -> summary(flow, figures.get(flow.name()), channels))
                        .toList(),
                page.matched(),
                page.next());
    }

    private FlowView.Summary summary(Flow flow, FlowFigures.FlowPart figures, Map<String, ChannelView> channels) {
        long waiting = FlowView.channelsOf(flow).stream()
                .mapToLong(channel -> channels.get(channel).current())
                .sum();
        return FlowView.Summary.of(flow, blocked(flow), waiting, JobRates.of(figures.jobs()));
    }

    private Map<String, ChannelView> channelsByName() {
        return views.all().stream().collect(Collectors.toMap(ChannelView::name, Function.identity()));
    }

    private Map<String, FlowFigures.FlowPart> figures() {
        return engine.figures().flows().stream()
                .collect(Collectors.toMap(FlowFigures.FlowPart::flow, Function.identity()));
    }

    private FlowView block(Context request) {
        Reason wanted = Parameters.body(request, Reason.class);
        Flow flow = flow(request);
        Audit.record(request, "flow block", flow.name(), wanted.reason());
        engine.block(flow.name(), wanted.by(Audit.user(request), "blocked by hand"));
        return shown(flow);
    }

    private FlowView unblock(Context request) {
        Flow flow = flow(request);
        Audit.record(request, "flow unblock", flow.name());
        engine.unblock(flow.name());
        return shown(flow);
    }

    private FlowView shown(Flow flow) {
        Map<String, ChannelView> channels = channelsByName();
        FlowFigures.FlowPart figures = figures().get(flow.name());
        return new FlowView(
                flow.name(),
                flow.version(),
                flow.source().file(),
                flow.start(),
                channels.get(flow.start()),
                blocked(flow),
                flow.deadLetter(),
                flow.passes(),
                flow.record(),
                JobRates.of(figures.jobs()),
                steps(flow, figures, channels),
                FlowArrows.of(flow, figures));
    }

    private List<StepView> steps(Flow flow, FlowFigures.FlowPart figures, Map<String, ChannelView> channels) {
        Map<String, FlowFigures.StepPart> parts =
                figures.steps().stream().collect(Collectors.toMap(FlowFigures.StepPart::step, Function.identity()));
        Map<String, String> paused = engine.pausedChannels();
        return flow.steps().stream()
                .map(step -> StepView.of(
                        step,
                        channels.get(step.channel()),
                        parts.get(step.name()),
                        whyPaused(paused.get(step.channel()))))
                .toList();
    }

    /** @param name what was paused; null for nothing */
    private String whyPaused(String name) {
        Pause pause = name == null ? null : engine.application(name).paused();
        return pause == null ? null : name + ": " + pause.reason() + " (" + pause.by() + ")";
    }

    private String blocked(Flow flow) {
        return engine.blocked(flow.name()).orElse(null);
    }

    private Flow flow(Context request) {
        return engine.flow(request.pathParam("name"));
    }

    private record Listed(List<FlowView.Summary> flows, long matched, String next) {}
}
