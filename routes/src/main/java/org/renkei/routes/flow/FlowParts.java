package org.renkei.routes.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.DurationText;
import org.renkei.broker.config.Nearest;

/** Whether what the parts of flows name exists: channels, applications, steps, other flows. */
final class FlowParts {
    private final Map<String, ChannelConfig> channels;
    private final Set<String> applications;
    private final Map<String, FlowDraft> flows;
    private final boolean allFlowsAreKnown;
    private final Map<String, String> channelOwners = new HashMap<>();

    /** @param allFlowsAreKnown no file holds another flow, whose name could not be read */
    FlowParts(
            Map<String, ChannelConfig> channels,
            Set<String> applications,
            Map<String, FlowDraft> flows,
            boolean allFlowsAreKnown) {
        this.channels = channels;
        this.applications = applications;
        this.flows = flows;
        this.allFlowsAreKnown = allFlowsAreKnown;
    }

    /** @return the flow with its ways as they are meant; null if that is not known of all of them */
    Flow check(FlowDraft draft, Checks checks) {
        Flow flow = draft.known();
        own("start", flow.start(), "the start of flow " + flow.name(), checks);
        if (!flow.deadLetter().equals(Channels.DEAD)
                && known("deadLetter", flow.deadLetter(), channels.keySet(), "channel", checks)) {
            keepsForEver(flow.deadLetter(), checks);
        }
        for (Step step : flow.steps()) {
            String path = "steps." + step.name();
            own(path + ".channel", step.channel(), "step " + step.name() + " of flow " + flow.name(), checks);
            knownBean(path + ".bean", step.application(), checks);
            if (step.undo() != null) {
                knownBean(path + ".undo.bean", step.undo().application(), checks);
            }
        }
        checks.that(
                flow.steps().isEmpty() || flow.first().join() == null || draft.hasUnreadSteps(),
                flow.steps().isEmpty() ? "" : "steps." + flow.first().name() + ".join",
                "stands at the first step, where no copies can come");
        return new Ways(draft, checks).meant();
    }

    void refuseDeadLetterInAFlow(Flow flow, Checks checks) {
        String owner = channelOwners.get(flow.deadLetter());
        checks.that(
                owner == null,
                "deadLetter",
                flow.deadLetter() + " is the channel of " + owner + ": a job that gave up would run again");
    }

    private void knownBean(String path, ApplicationRef application, Checks checks) {
        known(path, application.bean(), applications, "application", checks);
    }

    private void keepsForEver(String deadLetter, Checks checks) {
        ChannelConfig config = channels.get(deadLetter);
        checks.that(
                config.kind() == ChannelKind.PERSISTENT,
                "deadLetter",
                "must be a channel of kind persistent, which keeps what gave up over a stop; " + deadLetter + " is "
                        + config.kind().name().toLowerCase(Locale.ROOT));
        if (config.lifetime() != null) {
            checks.that(
                    false,
                    "deadLetter",
                    "must be a channel without a lifetime, which keeps what gave up until somebody looks; " + deadLetter
                            + " has one of " + DurationText.format(config.lifetime()));
        }
    }

    private void own(String path, String channel, String user, Checks checks) {
        if (channel == null || channel.isBlank() || !known(path, channel, channels.keySet(), "channel", checks)) {
            return;
        }
        String owner = channelOwners.putIfAbsent(channel, user);
        checks.that(
                owner == null,
                path,
                channel + " is already the channel of " + owner + ": give each step a channel of its own");
    }

    /** Null is known: it is not there, or could not be read. */
    private static boolean known(String path, String name, Collection<String> names, String what, Checks checks) {
        boolean known = name == null || names.contains(name);
        if (!known) {
            String hint = Nearest.to(name, names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            checks.that(false, path, "names the " + what + " '" + name + "', which does not exist" + hint);
        }
        return known;
    }

    /** Where the steps of one flow lead. */
    private final class Ways {
        private final FlowDraft draft;
        private final Flow flow;
        private final Checks checks;
        private final List<String> names = new ArrayList<>();
        private boolean sure;

        Ways(FlowDraft draft, Checks checks) {
            this.draft = draft;
            this.flow = draft.known();
            this.checks = checks;
            flow.steps().forEach(step -> names.add(step.name()));
            this.sure = !draft.hasUnreadSteps() && !draft.hasUnreadWay("timeout");
        }

        Flow meant() {
            Timeout late = meant("timeout.to", null, flow.timeout());
            List<Step> steps = new ArrayList<>();
            for (Step step : flow.steps()) {
                steps.add(meant(step));
            }
            return sure
                    ? new Flow(
                            flow.name(),
                            flow.version(),
                            flow.source(),
                            flow.start(),
                            flow.accept(),
                            flow.record(),
                            flow.deadLetter(),
                            late,
                            flow.passes(),
                            flow.replyValidity(),
                            steps)
                    : null;
        }

        private Step meant(Step step) {
            String path = "steps." + step.name();
            sure &= FlowDocument.isName(step.name())
                    && !step.next().isEmpty()
                    && !draft.isBroken(path + ".next")
                    && !draft.isBroken(path + ".fallback")
                    && !draft.hasUnreadWay(path + ".timeout");
            List<Route> next = new ArrayList<>();
            for (int i = 0; i < step.next().size(); i++) {
                next.add(meant(step.pathOf(i), step.next().get(i)));
            }
            return new Step(
                    step.name(),
                    step.channel(),
                    step.application(),
                    step.retry(),
                    meant(path + ".timeout.to", step, step.timeout()),
                    meant(path + ".fallback", step, step.fallback()),
                    step.undo(),
                    step.join(),
                    next);
        }

        private Route meant(String path, Route route) {
            if (route.isFlow()) {
                boolean known = allFlowsAreKnown
                        ? known(path, route.flow(), flows.keySet(), "flow", checks)
                        : flows.containsKey(route.flow());
                sure &= known;
                return route;
            }
            return route.isEnd() ? route : Route.to(step(path, route.target()));
        }

        private Timeout meant(String path, Step from, Timeout timeout) {
            return timeout == null ? null : new Timeout(timeout.after(), meant(path, from, timeout.to()));
        }

        private String meant(String path, Step from, String target) {
            if (target == null) {
                return null;
            }
            checks.that(
                    from == null || !target.equals(from.name()),
                    path,
                    "names its own step, " + target + ": name another one");
            return step(path, target);
        }

        /** The step of that name, or the one that is meant by it; null if that is not known. */
        private String step(String path, String target) {
            if (names.contains(target)) {
                return target;
            }
            // Of several that are as near, a wrong one would make a loop, or leave a step that is not reached.
            Optional<String> near = Nearest.onlyTo(target, names);
            sure &= near.isPresent();
            // It may be there, but could not be read, or its own name is told to be wrong.
            if (!draft.isBroken("steps." + target)
                    && near.filter(name -> !FlowDocument.isName(name)).isEmpty()) {
                known(path, target, names, "step", checks);
            }
            return near.orElse(Route.END);
        }
    }
}
