package org.renkei.broker.external;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.session.BrokerConnections;
import org.renkei.broker.session.BrokerMember;
import org.renkei.broker.session.Seal;

/** The brokers that a URL names: one, or those of a cluster. */
public final class ExternalBrokers {

    private static final int LONGEST_CONNECT_MILLIS = 3_000;
    private static final String HA = "ha";

    private final List<BrokerMember> members;
    private final BrokerConnections connections;

    /** Some may be passive, and take over from another. */
    private final boolean highlyAvailable;

    /**
     * Connects to nothing yet.
     *
     * @param url as clients of Artemis have it: {@code tcp://a:61616}, or {@code (tcp://a:61616,tcp://b:61616)?ha=true}
     * @throws ConfigException if it is no such URL
     */
    public ExternalBrokers(String url, String user, String password) {
        ServerLocator locator = parse(url);
        TransportConfiguration[] all = locator.getStaticTransportConfigurations();
        boolean alone = all.length == 1;
        this.members = Arrays.stream(all)
                .map(one -> new BrokerMember(withBoundedConnect(one), alone))
                .toList();
        this.highlyAvailable =
                "true".equals(String.valueOf(all[0].getCombinedParams().get(HA)));
        this.connections = new BrokerConnections(locator, members, user, password, Seal.with(password));
    }

    private static ServerLocator parse(String url) {
        try {
            return ActiveMQClient.createServerLocator(url);
        } catch (Exception e) {
            throw new ConfigException("broker.url", "is no URL of Artemis: " + e.getMessage());
        }
    }

    /** A machine that is gone says nothing: nobody is to wait for it as long as the operating system would. */
    private static TransportConfiguration withBoundedConnect(TransportConfiguration given) {
        Map<String, Object> params = new HashMap<>(given.getParams());
        params.putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, LONGEST_CONNECT_MILLIS);
        return new TransportConfiguration(given.getFactoryClassName(), params, given.getName());
    }

    /** In the order of the URL. */
    public List<BrokerMember> members() {
        return members;
    }

    public BrokerConnections connections() {
        return connections;
    }

    /** Which brokers do not answer, if that is trouble: of a pair, one does not while it is not needed. */
    public Optional<String> problem() {
        List<String> away = new ArrayList<>();
        for (BrokerMember member : members) {
            if (member.away() != null) {
                away.add("broker " + member + " does not answer: " + member.away());
            }
        }
        boolean bearable = highlyAvailable && away.size() < members.size();
        return away.isEmpty() || bearable ? Optional.empty() : Optional.of(String.join("; ", away));
    }

    /** {@code host:port}, one after the other. */
    @Override
    public String toString() {
        return String.join(", ", members.stream().map(BrokerMember::toString).toList());
    }
}
