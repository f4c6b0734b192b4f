package org.renkei.services;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.renkei.services.pending.JobPlace;
import org.renkei.services.pending.TrackedJobs;
import org.renkei.tracking.join.Joins;
import org.renkei.tracking.join.WaitingCopy;
import org.renkei.tracking.journey.Journeys;

/** Tracking's own account of the jobs under way. */
record JourneyJobs(Journeys journeys, Joins joins) implements TrackedJobs {
    @Override
    public long openBranches() {
        return journeys.openBranches();
    }

    @Override
    public long inJoins() {
        return joins.countWaiting();
    }

    @Override
    public List<JobPlace> openPlaces(int limit) {
        Set<WaitingCopy> inJoins = new HashSet<>(joins.waiting(limit));
        return journeys.openPlaces(limit).stream()
                .filter(open -> !inJoins.contains(
                        new WaitingCopy(open.job(), open.place().branch())))
                .map(open -> new JobPlace(
                        open.job(), open.place().branch(), open.place().channel()))
                .toList();
    }

    @Override
    public Optional<String> stateOf(String job) {
        return journeys.find(job).map(journey -> journey.state().name());
    }
}
