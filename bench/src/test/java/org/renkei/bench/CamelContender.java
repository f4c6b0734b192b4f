package org.renkei.bench;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.JMSException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.renkei.broker.channel.ChannelKind;

/** Three routes of camel-jms in local transactions, each from a queue to the next, over the broker and the journal that Renkei has. */
final class CamelContender implements Contender {
    private static final List<String> STEPS = List.of("one", "two", "three");
    private static final int CONSUMERS = 4;

    private final BrokerBed bed;
    private final JmsPoolConnectionFactory connections = new JmsPoolConnectionFactory();
    private final HikariDataSource database;
    private final StepLog log;
    private final Arrivals arrivals;
    private final CamelContext camel = new DefaultCamelContext();

    CamelContender(String url, Arrivals arrivals) throws Exception {
        this.arrivals = arrivals;
        database = Postgres.pool(url, STEPS.size() * CONSUMERS);
        log = new StepLog(database);
        bed = new BrokerBed(STEPS, ChannelKind.PERSISTENT);
        connections.setConnectionFactory(bed.broker().local());
        camel.addComponent("jms", component());
        for (int step = 0; step < STEPS.size(); step++) {
            camel.addRoutes(route(STEPS.get(step), step + 1 < STEPS.size() ? STEPS.get(step + 1) : null));
        }
        camel.start();
    }

    private JmsComponent component() {
        JmsComponent jms = JmsComponent.jmsComponent(connections);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setConcurrentConsumers(CONSUMERS);
        return jms;
    }

    private RouteBuilder route(String step, String next) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("jms:queue:" + step)
                        .routeId(step)
                        .autoStartup(false)
                        .process(exchange -> work(exchange, step));
                if (next != null) {
                    route.to("jms:queue:" + next);
                }
            }
        };
    }

    private void work(Exchange exchange, String step) throws Exception {
        String body = exchange.getMessage().getBody(String.class);
        if (step.equals("one")) {
            arrivals.began();
        }
        log.write(body, step);
        if (step.equals("three")) {
            arrivals.ended(body);
        }
    }

    @Override
    public String name() {
        return "Camel, JMS and JDBC";
    }

    @Override
    public String settings() {
        return "Camel " + camel.getVersion()
                + ", camel-jms over the Artemis and journal of Renkei in the same JVM, pooled-jms; "
                + "transacted, lazyCreateTransactionManager=false, CACHE_CONSUMER, concurrentConsumers=" + CONSUMERS
                + "; each step inserts a row into PostgreSQL, HikariCP of " + database.getMaximumPoolSize();
    }

    @Override
    public void fill(int jobs) throws JMSException {
        bed.send(STEPS.get(0), jobs, Arrivals::body);
    }

    @Override
    public void begin() throws Exception {
        for (String step : STEPS) {
            camel.getRouteController().startRoute(step);
        }
    }

    @Override
    public void settle(int jobs) throws Exception {
        log.settle(jobs, () -> STEPS.stream().mapToLong(bed::depth).sum());
    }

    @Override
    public void rest() throws Exception {
        for (String step : STEPS) {
            camel.getRouteController().stopRoute(step);
        }
        log.clear();
    }

    @Override
    public void close() throws Exception {
        camel.stop();
        connections.stop();
        bed.close();
        database.close();
    }
}
