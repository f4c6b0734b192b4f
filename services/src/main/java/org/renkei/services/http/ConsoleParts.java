package org.renkei.services.http;

import java.time.Clock;
import java.util.function.Supplier;
import org.renkei.broker.access.Tokens;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.alarm.Alarms;
import org.renkei.services.config.RenkeiConfig;
import org.renkei.services.config.TlsKey;
import org.renkei.services.deploy.Deployment;
import org.renkei.services.lifecycle.Plan;
import org.renkei.services.lifecycle.Stopping;
import org.renkei.services.metrics.Metrics;
import org.renkei.services.monitor.Monitor;
import org.renkei.services.pending.PendingChecks;
import org.renkei.tracking.journey.Journeys;

/**
 * What the console shows and switches.
 *
 * @param tlsKey null if it listens without TLS
 * @param token lets whoever knows it administer this run
 */
public record ConsoleParts(
        RenkeiConfig config,
        TlsKey tlsKey,
        Users users,
        Tokens tokens,
        String token,
        Supplier<StatusReport> status,
        Plan plan,
        PendingChecks pending,
        Stopping stopping,
        Channels channels,
        FlowEngine engine,
        Deployment deployment,
        Journeys journeys,
        Monitor monitor,
        Metrics metrics,
        Alarms alarms,
        ActivityLog activity,
        Clock clock) {}
