package org.renkei.services.metrics;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.renkei.broker.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system and its channels in JMX: {@code org.renkei:type=System,home="…"} and
 * {@code org.renkei:type=Channel,home="…",name="…"}. The home tells two systems in one JVM apart. For one start; opened and
 * closed by one thread.
 */
public final class ManagementBeans implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ManagementBeans.class);

    private final MBeanServer server;
    private final String home;
    private final List<ObjectName> registered = new ArrayList<>();

    private ManagementBeans(MBeanServer server, Path home) {
        this.server = server;
        this.home = ObjectName.quote(home.toString());
    }

    /**
     * Registers all of them with the platform's server. What cannot be registered is told in the log: a system runs without it.
     *
     * @param home of which one system runs at a time
     */
    public static ManagementBeans register(RunningFigures figures, Path home) {
        ManagementBeans beans = new ManagementBeans(ManagementFactory.getPlatformMBeanServer(), home);
        beans.add(new SystemBean(figures), "type=System,home=" + beans.home);
        for (Channel channel : figures.channels()) {
            beans.add(
                    new ChannelBean(channel, figures),
                    "type=Channel,home=" + beans.home + ",name=" + ObjectName.quote(channel.name()));
        }
        return beans;
    }

    private void add(Object bean, String properties) {
        try {
            ObjectName name = new ObjectName("org.renkei:" + properties);
            server.registerMBean(bean, name);
            registered.add(name);
        } catch (JMException e) {
            log.atWarn().addKeyValue("bean", properties).setCause(e).log("not shown in JMX");
        }
    }

    /** Takes them all away again. */
    @Override
    public void close() {
        for (ObjectName name : registered) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                log.atDebug().addKeyValue("bean", name).setCause(e).log("was not in JMX any more");
            }
        }
        registered.clear();
    }
}
