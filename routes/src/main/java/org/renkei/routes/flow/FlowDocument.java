package org.renkei.routes.flow;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;

/** A flow's file, key by key, as {@code docs/configuration.md} describes it. */
record FlowDocument(
        String flow,
        String start,
        Accept accept,
        Map<String, String> record,
        String deadLetter,
        Timeout timeout,
        Integer passes,
        Reply reply,
        Map<String, StepDocument> steps) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    private static final int MOST_STEPS = 256;

    FlowDocument {
        need("flow", flow);
        if (!flow.matches(NAME)) {
            throw new ConfigException("flow", "must be letters, digits, _ and -, 64 at the most, was '" + flow + "'");
        }
        need("start", start);
        if (steps == null || steps.isEmpty()) {
            throw new ConfigException("steps", "is missing: a flow has at least one step");
        }
        if (steps.size() > MOST_STEPS) {
            throw new ConfigException("steps", "must be " + MOST_STEPS + " at the most, were " + steps.size());
        }
        steps.keySet().forEach(FlowDocument::checkStepName);
        if (passes != null && (passes < 1 || passes > 1_000_000)) {
            throw new ConfigException("passes", "must be 1 to 1000000, was " + passes);
        }
    }

    private static void checkStepName(String name) {
        if (!name.matches(NAME) || name.equals(Route.END)) {
            throw new ConfigException(
                    "steps." + name, "is no name for a step: letters, digits, _ and -, 64 at the most, not 'end'");
        }
    }

    private static void need(String key, String value) {
        if (value == null || value.isBlank()) {
            throw new ConfigException(key, "is missing");
        }
    }

    Flow toFlow(FlowSource source) {
        Accept accepted = accept == null ? Accept.DEFAULT : accept;
        List<Step> all = steps.entrySet().stream()
                .map(step -> step.getValue().toStep(step.getKey(), accepted))
                .toList();
        return new Flow(
                flow,
                source.version(),
                source,
                start,
                accepted,
                record == null ? Map.of() : Map.copyOf(record),
                deadLetter == null ? Channels.DEAD : deadLetter,
                timeout,
                passes == null ? 1_000 : passes,
                reply == null ? Reply.DEFAULT.validity() : reply.validity(),
                all);
    }

    /** @param validity how long a result waits for its receiver. Default 1 hour */
    record Reply(Duration validity) {
        static final Reply DEFAULT = new Reply(null);

        Reply {
            validity = validity == null ? Duration.ofHours(1) : validity;
            if (validity.isNegative() || validity.isZero()) {
                throw new ConfigException("validity", "must be longer than nothing, was " + validity);
            }
        }
    }

    record StepDocument(
            String channel,
            String bean,
            String method,
            String uri,
            CommandConfig command,
            HttpConfig http,
            RetryPolicy retry,
            Timeout timeout,
            String fallback,
            Undo undo,
            Join join,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<Route> next) {
        StepDocument {
            need("channel", channel);
            ApplicationRef.requireOne(bean, method, uri, command, http);
            if (next == null || next.isEmpty()) {
                throw new ConfigException("next", "is missing: a step's name, or 'end'");
            }
            if (next.stream().filter(Route::isOtherwise).count() > 1) {
                throw new ConfigException("next", "has more than one 'otherwise'");
            }
        }

        Step toStep(String name, Accept accept) {
            return new Step(
                    name,
                    channel,
                    new ApplicationRef(bean, method, uri, command, http),
                    retry == null ? RetryPolicy.DEFAULT : retry,
                    timeout,
                    fallback,
                    undo,
                    join == null ? null : join.in(accept, "steps." + name + ".join"),
                    List.copyOf(next));
        }
    }
}
