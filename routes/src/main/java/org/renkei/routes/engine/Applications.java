package org.renkei.routes.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.ApplicationRef;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execute applications that the flows call, and the switch that pauses them (A5). An application and the undo of the same step take
 * from one channel, so that pausing either holds the step. Thread-safe.
 */
final class Applications {
    private static final Logger log = LoggerFactory.getLogger(Applications.class);

    private final Supplier<List<Flow>> flows;
    private final Pauses pauses;
    private final Clock clock;
    private final Function<String, Optional<String>> origin;

    /** @param origin of a bean, as {@link FlowEngine#origin} tells it */
    Applications(Supplier<List<Flow>> flows, Pauses pauses, Clock clock, Function<String, Optional<String>> origin) {
        this.flows = flows;
        this.pauses = pauses;
        this.clock = clock;
        this.origin = origin;
    }

    /** Tells the log what an earlier process has left paused. */
    void tell() {
        pauses.all()
                .forEach((name, pause) -> log.atWarn()
                        .addKeyValue("application", name)
                        .addKeyValue("since", pause.since())
                        .addKeyValue("by", pause.by())
                        .addKeyValue("reason", pause.reason())
                        .log("is paused: what comes for it waits until it is resumed"));
    }

    /** Beans by name, then the others in the order of the flows. */
    List<ApplicationView> list() {
        Map<String, List<Called>> beans = new TreeMap<>();
        Map<String, List<Called>> others = new LinkedHashMap<>();
        calls().forEach(called -> (called.isBean() ? beans : others)
                .computeIfAbsent(called.name(), name -> new ArrayList<>())
                .add(called));
        return Stream.of(beans, others)
                .flatMap(group -> group.entrySet().stream())
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** @throws RenkeiException {@code APPLICATION_UNKNOWN} */
    ApplicationView view(String name) {
        List<Called> named =
                calls().filter(called -> called.name().equals(name)).toList();
        List<Called> ofStep =
                calls().filter(called -> called.stepName().equals(name)).toList();
        if (named.isEmpty() && ofStep.isEmpty()) {
            throw unknown(name);
        }
        return view(name, named.isEmpty() ? ofStep : named);
    }

    private ApplicationView view(String name, List<Called> called) {
        return new ApplicationView(
                name,
                called.get(0).kind(),
                called.get(0).isBean() ? origin.apply(name).orElse(null) : null,
                pauses.of(name).orElse(null),
                called.stream().map(this::call).toList());
    }

    private ApplicationView.Call call(Called called) {
        return new ApplicationView.Call(
                called.flow().name(),
                called.step().name(),
                called.step().channel(),
                called.application().toString(),
                called.undo(),
                pauses.any(names(called.flow(), called.step())));
    }

    void pause(String name, String reason, String by) {
        view(name);
        pauses.pause(name, new Pause(clock.instant(), by, reason));
        log.atInfo()
                .addKeyValue("application", name)
                .addKeyValue("by", by)
                .addKeyValue("reason", reason)
                .log("paused");
    }

    void resume(String name) {
        if (pauses.of(name).isEmpty()) {
            view(name);
        }
        pauses.resume(name);
        log.atInfo().addKeyValue("application", name).log("resumed");
    }

    /** Says whether nothing is to be handed out in that step now. */
    BooleanSupplier switchOf(Flow flow, Step step) {
        Set<String> names = names(flow, step);
        return () -> pauses.any(names);
    }

    /** The channels of steps in which nothing is handed out now, and for which pause. */
    Map<String, String> pausedChannels() {
        Map<String, String> held = new LinkedHashMap<>();
        calls().forEach(called -> Stream.of(called.name(), called.stepName())
                .filter(name -> pauses.of(name).isPresent())
                .findFirst()
                .ifPresent(name -> held.putIfAbsent(called.step().channel(), name)));
        return held;
    }

    private static Set<String> names(Flow flow, Step step) {
        Set<String> names = new HashSet<>();
        calls(flow, step).forEach(called -> names.addAll(List.of(called.name(), called.stepName())));
        return Set.copyOf(names);
    }

    private Stream<Called> calls() {
        return flows.get().stream().flatMap(flow -> flow.steps().stream().flatMap(step -> calls(flow, step)));
    }

    private static Stream<Called> calls(Flow flow, Step step) {
        Called called = new Called(flow, step, step.application(), false);
        return step.undo() == null
                ? Stream.of(called)
                : Stream.of(called, new Called(flow, step, step.undo().application(), true));
    }

    private RenkeiException unknown(String name) {
        List<String> names = calls().flatMap(called -> Stream.of(called.name(), called.stepName()))
                .distinct()
                .toList();
        String hint = Nearest.to(name, names)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; name a bean that a flow calls, or FLOW.STEP");
        return new RenkeiException(ErrorCode.APPLICATION_UNKNOWN, "no flow calls an application '" + name + "'" + hint);
    }

    /** One way in which a step calls an application. */
    private record Called(Flow flow, Step step, ApplicationRef application, boolean undo) {
        boolean isBean() {
            return application.bean() != null;
        }

        /** By which it is paused. */
        String name() {
            return isBean() ? application.bean() : stepName();
        }

        String stepName() {
            return StepRoute.name(flow, step);
        }

        ApplicationView.Kind kind() {
            if (application.command() != null) {
                return ApplicationView.Kind.COMMAND;
            }
            if (application.http() != null) {
                return ApplicationView.Kind.HTTP;
            }
            return isBean() ? ApplicationView.Kind.BEAN : ApplicationView.Kind.URI;
        }
    }
}
