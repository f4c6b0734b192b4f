package org.renkei.routes.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Accept;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.Step;

/**
 * The conditions and recorded items of flows: Camel simple expressions over a job's message. In a JSON flow the body is seen as maps
 * and lists, so that {@code ${body[total]}} is the field {@code total}. Thread-safe.
 */
final class Conditions {
    private final CamelContext context;
    private final Language simple;

    Conditions(CamelContext context) {
        this.context = context;
        this.simple = context.resolveLanguage("simple");
    }

    /** The routes of a step, ready to be asked. */
    StepRoutes compile(Flow flow, Step step) {
        List<Predicate> predicates = new ArrayList<>();
        for (int i = 0; i < step.next().size(); i++) {
            String when = step.next().get(i).when();
            predicates.add(when == null ? null : predicate(step.pathOf(i), when));
        }
        return new StepRoutes(flow, step, predicates);
    }

    /** The flow's {@code record}, ready to be asked. */
    Items compile(Flow flow) {
        Map<String, Expression> expressions = new HashMap<>();
        flow.record().forEach((name, text) -> expressions.put(name, expression("record." + name, text)));
        return new Items(flow, expressions);
    }

    /** Notes all that do not compile. */
    void check(Flow flow, Checks checks) {
        flow.record().forEach((name, text) -> checks.attempt(() -> expression("record." + name, text)));
        for (Step step : flow.steps()) {
            for (int i = 0; i < step.next().size(); i++) {
                String path = step.pathOf(i);
                String when = step.next().get(i).when();
                checks.attempt(() -> {
                    if (when != null) {
                        predicate(path, when);
                    }
                });
            }
        }
    }

    private Predicate predicate(String path, String text) {
        try {
            Predicate predicate = simple.createPredicate(text);
            predicate.init(context);
            return predicate;
        } catch (RuntimeException e) {
            throw new ConfigException(
                    path, "has the condition '" + text + "', which is not Camel simple: " + firstLine(e));
        }
    }

    private Expression expression(String path, String text) {
        try {
            Expression expression = simple.createExpression(text);
            expression.init(context);
            return expression;
        } catch (RuntimeException e) {
            throw new ConfigException(path, "is '" + text + "', which is not Camel simple: " + firstLine(e));
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private Exchange view(Flow flow, ChannelMessage message) {
        Exchange view = new DefaultExchange(context);
        message.properties().forEach(view.getIn()::setHeader);
        view.getIn().setHeader("JMSCorrelationID", message.correlationId());
        view.getIn().setBody(flow.accept().format() == Accept.Format.JSON ? asMaps(message) : plain(message.body()));
        return view;
    }

    private static Object asMaps(ChannelMessage message) {
        try {
            return JobJson.MAPPER.treeToValue(JobJson.parse(message.body()), Object.class);
        } catch (IOException | IllegalStateException e) {
            throw new RenkeiException(ErrorCode.BODY_NOT_JSON, "the body is no longer JSON: " + e.getMessage(), e);
        }
    }

    private static Object plain(Body body) {
        if (body instanceof Body.Fields fields) {
            return fields.fields();
        } else if (body instanceof Body.Values values) {
            return values.values();
        }
        return body instanceof Body.Sealed ? null : JobJson.textOf(body);
    }

    /** @param predicates one for each route of the step, null where it always holds */
    final class StepRoutes {
        private final Flow flow;
        private final Step step;
        private final List<Predicate> predicates;

        StepRoutes(Flow flow, Step step, List<Predicate> predicates) {
            this.flow = flow;
            this.step = step;
            this.predicates = predicates;
        }

        /**
         * The routes that hold for this message (B4).
         *
         * @throws RenkeiException {@code NO_ROUTE} if none does and there is no otherwise; {@code EXPRESSION_FAILED}
         */
        List<Route> holding(ChannelMessage message) {
            if (step.next().size() == 1 && predicates.get(0) == null) {
                return step.next();
            }
            Exchange view = view(flow, message);
            List<Route> holding = new ArrayList<>();
            for (int i = 0; i < predicates.size(); i++) {
                Route route = step.next().get(i);
                if (!route.isOtherwise() && (predicates.get(i) == null || holds(predicates.get(i), route, view))) {
                    holding.add(route);
                }
            }
            return holding.isEmpty() ? List.of(otherwise()) : holding;
        }

        private boolean holds(Predicate predicate, Route route, Exchange view) {
            try {
                return predicate.matches(view);
            } catch (RuntimeException e) {
                throw new RenkeiException(
                        ErrorCode.EXPRESSION_FAILED, "the condition '" + route.when() + "' failed: " + firstLine(e), e);
            }
        }

        private Route otherwise() {
            return step.next().stream()
                    .filter(Route::isOtherwise)
                    .findFirst()
                    .orElseThrow(() -> new RenkeiException(
                            ErrorCode.NO_ROUTE,
                            "no route of step " + step.name() + " holds for this job, and it has no 'otherwise'"));
        }
    }

    /** The items of a flow. */
    final class Items {
        private final Flow flow;
        private final Map<String, Expression> expressions;

        Items(Flow flow, Map<String, Expression> expressions) {
            this.flow = flow;
            this.expressions = expressions;
        }

        /** What there is of them in this message; an item that cannot be read is left out and harms nothing. */
        Map<String, String> of(ChannelMessage message) {
            if (expressions.isEmpty()) {
                return Map.of();
            }
            Exchange view = view(flow, message);
            Map<String, String> items = new HashMap<>();
            expressions.forEach((name, expression) -> {
                String value = evaluate(expression, view);
                if (value != null && !value.isEmpty()) {
                    items.put(name, value);
                }
            });
            return items;
        }

        private static String evaluate(Expression expression, Exchange view) {
            try {
                return expression.evaluate(view, String.class);
            } catch (RuntimeException e) {
                return null;
            }
        }
    }
}
