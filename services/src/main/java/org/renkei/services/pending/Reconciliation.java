package org.renkei.services.pending;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.dead.DeadLetter;

/** Finds which jobs the channels and tracking disagree about, by looking at every message. Needs a quiet system. */
final class Reconciliation {
    static final int MOST_MESSAGES = 100_000;
    private static final int MOST_LINES = 20;

    private final Channels channels;
    private final Supplier<FlowChannels> flows;
    private final TrackedJobs tracked;

    Reconciliation(Channels channels, Supplier<FlowChannels> flows, TrackedJobs tracked) {
        this.channels = channels;
        this.flows = flows;
        this.tracked = tracked;
    }

    /** One sentence for each difference, the sum first; the first twenty are named. */
    List<String> differences(long held, long unfinished) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Channels and joins hold " + held + " messages of jobs, tracking knows " + unfinished + " under way.");
        if (Math.max(held, unfinished) >= MOST_MESSAGES) {
            lines.add("Too many to name them: stop the flow's producers and look again.");
            return lines;
        }
        Found found = look();
        List<String> named = new ArrayList<>(missingFromChannels(found));
        named.addAll(unknownToTracking(found));
        named.addAll(found.strangers());
        lines.addAll(named.subList(0, Math.min(MOST_LINES, named.size())));
        if (named.size() > MOST_LINES) {
            lines.add("… and " + (named.size() - MOST_LINES) + " more.");
        }
        return List.copyOf(lines);
    }

    private List<String> missingFromChannels(Found found) {
        List<String> lines = new ArrayList<>();
        // a message in process cannot be looked at: one missing from such a channel is taken to be that one
        Map<String, Long> unseen = new HashMap<>(found.inProcess());
        for (JobPlace place : tracked.openPlaces(MOST_MESSAGES)) {
            boolean seen = found.jobs().getOrDefault(place.channel(), Set.of()).contains(place.job());
            if (!seen && unseen.merge(place.channel(), -1L, Long::sum) < 0) {
                lines.add("Job " + place.job() + " is in no channel; tracking says " + place.channel() + ".");
            }
        }
        return lines;
    }

    private List<String> unknownToTracking(Found found) {
        Map<String, Set<String>> expected = new HashMap<>();
        for (JobPlace place : tracked.openPlaces(MOST_MESSAGES)) {
            expected.computeIfAbsent(place.channel(), key -> new HashSet<>()).add(place.job());
        }
        List<String> lines = new ArrayList<>();
        found.jobs()
                .forEach((channel, jobs) -> jobs.stream()
                        .filter(job -> !expected.getOrDefault(channel, Set.of()).contains(job))
                        .forEach(job -> lines.add("Job " + job + " lies in " + channel + "; tracking "
                                + tracked.stateOf(job)
                                        .map(state -> "says " + state)
                                        .orElse("does not know it") + ".")));
        return lines;
    }

    private Found look() {
        Map<String, Set<String>> jobs = new HashMap<>();
        Map<String, Long> inProcess = new HashMap<>();
        List<String> strangers = new ArrayList<>();
        for (String step : flows.get().steps()) {
            Channel channel = channels.channel(step);
            inProcess.put(step, channel.figures().inProcess());
            channel.browse(message -> {
                String job = message.text(DeadLetter.JOB);
                if (job == null) {
                    strangers.add("A message that is no job lies in " + step + ": " + message.id() + ".");
                } else {
                    jobs.computeIfAbsent(step, key -> new HashSet<>()).add(job);
                }
            });
        }
        return new Found(jobs, inProcess, strangers);
    }

    /** What the channels of steps hold: jobs by channel, messages nobody can look at now, and messages without a job. */
    private record Found(Map<String, Set<String>> jobs, Map<String, Long> inProcess, List<String> strangers) {}
}
