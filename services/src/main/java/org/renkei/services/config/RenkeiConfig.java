package org.renkei.services.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.routes.trace.TracingConfig;
import org.renkei.services.activity.ActivityConfig;
import org.renkei.services.alarm.AlarmsConfig;
import org.renkei.tracking.store.TrackingConfig;

/**
 * {@code etc/renkei.yaml}. Every key may be left out.
 *
 * @param node the name of this process in tracking. Default: the name of the machine
 * @param broker ports and limits of the broker
 * @param http where the console listens
 * @param tracking the tracking database. Default: an embedded one in {@code data/tracking}
 * @param dataSources business databases, by the name that channels, Camel endpoints and {@code tracking} use. Default: none
 * @param applications execute applications: the name that flows use, and the class, which has a constructor without
 *     parameters
 * @param stop how long a stop may take
 * @param alarms what raises an alarm, and who is told
 * @param activity how long it is kept who changed what
 * @param tracing where traces of jobs go; null for nowhere
 */
public record RenkeiConfig(
        String node,
        BrokerConfig broker,
        HttpConfig http,
        TrackingConfig tracking,
        Map<String, DataSourceConfig> dataSources,
        Map<String, String> applications,
        StopConfig stop,
        AlarmsConfig alarms,
        ActivityConfig activity,
        TracingConfig tracing) {

    private static final Pattern DATA_SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public RenkeiConfig {
        node = node == null ? machine() : node;
        if (node.isBlank() || node.length() > 100) {
            throw new ConfigException("node", "must be 1 to 100 characters long, was '" + node + "'");
        }
        broker = broker == null ? new BrokerConfig(null, null, null, null, null, null) : broker;
        http = http == null ? HttpConfig.defaults() : http;
        tracking = tracking == null ? new TrackingConfig(null, null, null, null, null, null) : tracking;
        dataSources = dataSources == null ? Map.of() : withDefaults(dataSources);
        applications = applications == null ? Map.of() : applications;
        stop = stop == null ? StopConfig.defaults() : stop;
        alarms = alarms == null ? AlarmsConfig.defaults() : alarms;
        activity = activity == null ? ActivityConfig.defaults() : activity;
        checkNames(dataSources, applications);
        checkTracking(tracking, dataSources);
    }

    private static Map<String, DataSourceConfig> withDefaults(Map<String, DataSourceConfig> given) {
        Map<String, DataSourceConfig> complete = new LinkedHashMap<>(given);
        complete.replaceAll((name, config) -> config == null ? DataSourceConfig.embedded() : config);
        return Collections.unmodifiableMap(complete);
    }

    private static void checkNames(Map<String, DataSourceConfig> dataSources, Map<String, String> applications) {
        for (String name : dataSources.keySet()) {
            if (!DATA_SOURCE.matcher(name).matches()) {
                throw new ConfigException(
                        "dataSources." + name,
                        "is no name for a data source: use 1 to 100 letters, digits, '.', '_', '-', and begin with a"
                                + " letter or digit");
            }
            if (applications.containsKey(name)) {
                throw new ConfigException(
                        "dataSources." + name, "is the name of an application too; routes find both by it: change one");
            }
        }
    }

    private static void checkTracking(TrackingConfig tracking, Map<String, DataSourceConfig> dataSources) {
        String name = tracking.dataSource();
        if (name == null) {
            return;
        }
        if (tracking.url() != null || tracking.user() != null || tracking.password() != null) {
            throw new ConfigException(
                    "tracking.dataSource", "stands in place of url, user and password: give either it or those");
        }
        if (!dataSources.containsKey(name)) {
            throw new ConfigException(
                    "tracking.dataSource",
                    "is '" + name + "', which is not declared under dataSources"
                            + Nearest.to(name, dataSources.keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }
    }

    public static RenkeiConfig defaults() {
        return new RenkeiConfig(null, null, null, null, null, null, null, null, null, null);
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
