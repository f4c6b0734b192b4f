package org.renkei.services.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Sends orders, the odd ones by the JMS client of Artemis, the even ones by Qpid JMS over AMQP. A plain JMS program: it
 * knows the names of two client libraries, of a queue and of a user, and nothing of Renkei.
 *
 * <p>When the server dies under it, it connects again and sends again what was not acknowledged, with the same
 * {@code _AMQ_DUPL_ID}; the broker drops it if it had arrived after all.
 */
public final class OrderProducer {
    private static final String QUEUE = "order-in";
    private static final int THREADS = 4;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);
    private static final AtomicInteger sent = new AtomicInteger();

    private final Client client;
    private final int first;
    private final int last;

    /** Sends every fourth order from the first one on, so that four of its kind send them all. */
    private OrderProducer(Client client, int first, int last) {
        this.client = client;
        this.first = first;
        this.last = last;
    }

    /** @param arguments the Core URL, the AMQP URL and the number of orders; user and password are in the environment */
    public static void main(String[] arguments) throws InterruptedException, NamingException {
        int last = Integer.parseInt(arguments[2]);
        Client core = Client.core(arguments[0]);
        Client amqp = Client.amqp(arguments[1]);
        List<Thread> threads = List.of(
                thread("orders-core-1", new OrderProducer(core, 1, last)),
                thread("orders-amqp-1", new OrderProducer(amqp, 2, last)),
                thread("orders-core-2", new OrderProducer(core, 3, last)),
                thread("orders-amqp-2", new OrderProducer(amqp, 4, last)));
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("sent " + sent.get());
        System.exit(sent.get() == last ? 0 : 1);
    }

    private static Thread thread(String name, OrderProducer producer) {
        Thread thread = new Thread(producer::sendAll, name);
        thread.start();
        return thread;
    }

    private void sendAll() {
        long lastSuccess = System.nanoTime();
        int next = first;
        while (next <= last) {
            int before = next;
            next = sendUntilTrouble(next);
            lastSuccess = next > before ? System.nanoTime() : lastSuccess;
            if (next <= last && System.nanoTime() - lastSuccess > GIVE_UP_AFTER.toNanos()) {
                return;
            }
        }
    }

    /** @return the first order that is not acknowledged */
    private int sendUntilTrouble(int begin) {
        int next = begin;
        try (Connection connection = client.connect();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(client.queue())) {
            for (; next <= last; next += THREADS) {
                producer.send(message(session, new SampleOrder(next)));
                tell(sent.incrementAndGet());
            }
        } catch (JMSException e) {
            System.err.println(Thread.currentThread().getName() + ": " + e.getMessage());
            pause();
        }
        return next;
    }

    private static TextMessage message(Session session, SampleOrder order) throws JMSException {
        TextMessage message = session.createTextMessage(order.json());
        message.setJMSCorrelationID(order.correlationId());
        message.setStringProperty("_AMQ_DUPL_ID", "demo-" + order.correlationId());
        return message;
    }

    private static void tell(int count) {
        if (count % 20 == 0) {
            System.out.println("sent " + count);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One client library, found by its name. */
    private record Client(ConnectionFactory factory, Queue queue) {
        static Client core(String url) throws NamingException {
            return lookUp("org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory", "connectionFactory", url);
        }

        static Client amqp(String url) throws NamingException {
            return lookUp("org.apache.qpid.jms.jndi.JmsInitialContextFactory", "connectionfactory", url);
        }

        private static Client lookUp(String contextFactory, String prefix, String url) throws NamingException {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put(Context.INITIAL_CONTEXT_FACTORY, contextFactory);
            environment.put(prefix + ".orders", url);
            environment.put("queue.orderQueue", QUEUE);
            Context context = new InitialContext(environment);
            return new Client((ConnectionFactory) context.lookup("orders"), (Queue) context.lookup("orderQueue"));
        }

        Connection connect() throws JMSException {
            return factory.createConnection(System.getenv("ORDERS_USER"), System.getenv("ORDERS_PASSWORD"));
        }
    }
}
