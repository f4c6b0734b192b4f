package org.renkei.routes.flow;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.Checked;
import org.renkei.broker.config.Checks;
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
        Map<String, StepDocument> steps)
        implements Checked {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    private static final int MOST_STEPS = 256;

    static boolean isName(String name) {
        return name.matches(NAME) && !name.equals(Route.END);
    }

    @Override
    public void check(Checks checks) {
        if (checks.given("flow", flow)) {
            checks.that(
                    flow.matches(NAME), "flow", "must be letters, digits, _ and -, 64 at the most, was '" + flow + "'");
        }
        checks.given("start", start);
        checks.that(steps != null && !steps.isEmpty(), "steps", "is missing: a flow has at least one step");
        if (record != null) {
            record.forEach((name, expression) -> checks.given("record." + name, expression));
        }
        checks.that(
                passes == null || passes >= 1 && passes <= 1_000_000, "passes", "must be 1 to 1000000, was " + passes);
        if (steps != null) {
            checks.that(
                    steps.size() <= MOST_STEPS,
                    "steps",
                    "must be " + MOST_STEPS + " at the most, were " + steps.size());
            steps.forEach((name, step) -> check(name, step, checks));
        }
    }

    private void check(String name, StepDocument step, Checks checks) {
        String path = "steps." + name;
        checks.that(isName(name), path, "is no name for a step: letters, digits, _ and -, 64 at the most, not 'end'");
        if (step == null) {
            checks.that(false, path, "is empty: a step has a channel, an application and a next");
            return;
        }
        Checks inner = new Checks();
        step.check(inner);
        checks.within(path, inner);
        if (step.join() != null) {
            step.join().check(accepted(), path + ".join", checks);
        }
    }

    private Map<String, String> items() {
        Map<String, String> items = new HashMap<>();
        if (record != null) {
            record.forEach((name, expression) -> {
                if (expression != null) {
                    items.put(name, expression);
                }
            });
        }
        return Map.copyOf(items);
    }

    private Accept accepted() {
        return accept == null ? Accept.DEFAULT : accept;
    }

    /** Of what there is; {@link #check} says whether that is enough. */
    Flow toFlow(FlowSource source) {
        List<Step> all = new ArrayList<>();
        if (steps != null) {
            steps.forEach((name, step) -> {
                if (step != null) {
                    all.add(step.toStep(name, accepted()));
                }
            });
        }
        return new Flow(
                flow,
                source.version(),
                source,
                start,
                accepted(),
                items(),
                deadLetter == null ? Channels.DEAD : deadLetter,
                timeout,
                passes == null ? 1_000 : passes,
                reply == null ? Reply.DEFAULT.validity() : reply.validity(),
                List.copyOf(all));
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
            next = next == null ? null : List.copyOf(next);
        }

        void check(Checks checks) {
            checks.given("channel", channel);
            ApplicationRef.check(bean, method, uri, command, http, checks);
            checks.that(next != null && !next.isEmpty(), "next", "is missing: a step's name, or 'end'");
            checks.that(
                    next == null || next.stream().filter(Route::isOtherwise).count() <= 1,
                    "next",
                    "has more than one 'otherwise'");
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
                    join == null ? null : join.in(accept),
                    next == null ? List.of() : next);
        }
    }
}
