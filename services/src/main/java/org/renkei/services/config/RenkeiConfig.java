package org.renkei.services.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.tracking.store.TrackingConfig;

/**
 * {@code etc/renkei.yaml}. Every key may be left out.
 *
 * @param node the name of this process in tracking. Default: the name of the machine
 * @param broker ports and limits of the broker
 * @param http where the console listens
 * @param tracking the tracking database. Default: an embedded one in {@code data/tracking}
 * @param applications execute applications: the name that flows use, and the class, which has a constructor without
 *     parameters
 * @param stop how long a stop may take
 */
public record RenkeiConfig(
        String node,
        BrokerConfig broker,
        HttpConfig http,
        TrackingConfig tracking,
        Map<String, String> applications,
        StopConfig stop) {

    public RenkeiConfig {
        node = node == null ? machine() : node;
        if (node.isBlank() || node.length() > 100) {
            throw new ConfigException("node", "must be 1 to 100 characters long, was '" + node + "'");
        }
        broker = broker == null ? new BrokerConfig(null, null, null, null, null, null) : broker;
        http = http == null ? HttpConfig.defaults() : http;
        tracking = tracking == null ? new TrackingConfig(null, null, null, null, null) : tracking;
        applications = applications == null ? Map.of() : applications;
        stop = stop == null ? StopConfig.defaults() : stop;
    }

    public static RenkeiConfig defaults() {
        return new RenkeiConfig(null, null, null, null, null, null);
    }

    /** The defaults if there is no such file, or nothing but comments in it. */
    public static RenkeiConfig read(Path file) {
        return Files.exists(file) && !YamlText.isBlank(file) ? StrictYaml.read(file, RenkeiConfig.class) : defaults();
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
