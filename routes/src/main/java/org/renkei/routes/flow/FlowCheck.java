package org.renkei.routes.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;
import org.renkei.broker.config.Nearest;

/** Compares flows with what exists, and with each other, before any of them is run (B2). */
public final class FlowCheck {
    private final Map<String, ChannelConfig> channels;
    private final Set<String> applications;
    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<String, String> channelOwners = new HashMap<>();

    /**
     * @param channels the declared channels by name
     * @param applications names that steps may call as beans
     */
    public FlowCheck(Map<String, ChannelConfig> channels, Set<String> applications) {
        this.channels = channels;
        this.applications = applications;
    }

    /** @throws ConfigException for the first thing that is wrong, with file, line and path */
    public void check(List<Flow> all) {
        for (Flow flow : all) {
            flow.source().locating(() -> {
                Flow other = flows.putIfAbsent(flow.name(), flow);
                if (other != null) {
                    throw new ConfigException(
                            "flow",
                            flow.name() + " is also the name of the flow in "
                                    + other.source().file());
                }
            });
        }
        for (Flow flow : all) {
            flow.source().locating(() -> check(flow));
        }
        Set<String> ending = StepGraph.flowsThatCanEnd(all);
        for (Flow flow : all) {
            flow.source().locating(() -> {
                new StepGraph(flow).refuseEndless(ending);
                refuseDeadLetterInAFlow(flow);
            });
        }
    }

    private void refuseDeadLetterInAFlow(Flow flow) {
        String owner = channelOwners.get(flow.deadLetter());
        if (owner != null) {
            throw new ConfigException(
                    "deadLetter",
                    flow.deadLetter() + " is the channel of " + owner + ": a job that gave up would run again");
        }
    }

    private void check(Flow flow) {
        own("start", flow.start(), "the start of flow " + flow.name());
        if (!flow.deadLetter().equals(Channels.DEAD)) {
            known("deadLetter", flow.deadLetter(), channels.keySet(), "channel");
            keepsForEver(flow.deadLetter());
        }
        for (Step step : flow.steps()) {
            String path = "steps." + step.name();
            own(path + ".channel", step.channel(), "step " + step.name() + " of flow " + flow.name());
            knownBean(path + ".bean", step.application());
            if (step.undo() != null) {
                knownBean(path + ".undo.bean", step.undo().application());
            }
            for (Route route : step.next()) {
                checkTarget(path + ".next", flow, route);
            }
            checkOtherStep(path + ".fallback", flow, step, step.fallback());
            checkOtherStep(path + ".timeout.to", flow, step, targetOf(step.timeout()));
        }
        if (flow.first().join() != null) {
            throw new ConfigException(
                    "steps." + flow.first().name() + ".join", "stands at the first step, where no copies can come");
        }
        String late = targetOf(flow.timeout());
        if (late != null) {
            knownStep("timeout.to", flow, late);
        }
        new StepGraph(flow).refuseUnreachable();
    }

    private void knownBean(String path, ApplicationRef application) {
        if (application.bean() != null) {
            known(path, application.bean(), applications, "application");
        }
    }

    private void keepsForEver(String deadLetter) {
        ChannelConfig config = channels.get(deadLetter);
        if (config.kind() != ChannelKind.PERSISTENT) {
            throw new ConfigException(
                    "deadLetter",
                    "must be a channel of kind persistent, which keeps what gave up over a stop; " + deadLetter + " is "
                            + config.kind().name().toLowerCase(Locale.ROOT));
        }
        if (config.lifetime() != null) {
            throw new ConfigException(
                    "deadLetter",
                    "must be a channel without a lifetime, which keeps what gave up until somebody looks; " + deadLetter
                            + " has one of " + DurationText.format(config.lifetime()));
        }
    }

    private static String targetOf(Timeout timeout) {
        return timeout == null ? null : timeout.to();
    }

    private static void checkOtherStep(String path, Flow flow, Step from, String target) {
        if (target == null) {
            return;
        }
        knownStep(path, flow, target);
        if (target.equals(from.name())) {
            throw new ConfigException(path, "names its own step, " + target + ": name another one");
        }
    }

    private void own(String path, String channel, String user) {
        known(path, channel, channels.keySet(), "channel");
        String owner = channelOwners.putIfAbsent(channel, user);
        if (owner != null) {
            throw new ConfigException(
                    path, channel + " is already the channel of " + owner + ": give each step a channel of its own");
        }
    }

    private void checkTarget(String path, Flow flow, Route route) {
        if (route.isFlow()) {
            known(path, route.flow(), flows.keySet(), "flow");
        } else if (!route.isEnd() && flow.step(route.target()).isEmpty()) {
            knownStep(path, flow, route.target());
        }
    }

    private static void knownStep(String path, Flow flow, String target) {
        Set<String> names = new HashSet<>();
        flow.steps().forEach(step -> names.add(step.name()));
        known(path, target, names, "step");
    }

    private static void known(String path, String name, Set<String> names, String what) {
        if (!names.contains(name)) {
            String hint = Nearest.to(name, names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new ConfigException(path, "names the " + what + " '" + name + "', which does not exist" + hint);
        }
    }
}
