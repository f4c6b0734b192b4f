package org.renkei.services.console;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the broker's own management says of a queue: the figures that the console's must be equal to. */
record BrokerQueue(long messages, long added, long acknowledged, long consumers) {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    /** As it is now. */
    static BrokerQueue of(String name) {
        try {
            ObjectName bean =
                    beans("queue=" + ObjectName.quote(name) + ",").iterator().next();
            return new BrokerQueue(
                    figure(bean, "MessageCount"),
                    figure(bean, "MessagesAdded"),
                    figure(bean, "MessagesAcknowledged"),
                    figure(bean, "ConsumerCount"));
        } catch (JMException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static boolean exists(String name) {
        try {
            return !beans("queue=" + ObjectName.quote(name) + ",").isEmpty();
        } catch (JMException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static Set<ObjectName> beans(String part) throws JMException {
        return BEANS.queryNames(
                new ObjectName("org.apache.activemq.artemis:" + part + "component=addresses,subcomponent=queues,*"),
                null);
    }

    private static long figure(ObjectName bean, String name) throws JMException {
        return ((Number) BEANS.getAttribute(bean, name)).longValue();
    }
}
