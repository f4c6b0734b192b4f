package org.renkei.services;

import java.util.List;
import java.util.Optional;
import org.renkei.services.pending.JobPlace;
import org.renkei.services.pending.TrackedJobs;
import org.renkei.tracking.journey.Journeys;

/** Tracking's own account of the jobs under way. */
record JourneyJobs(Journeys journeys) implements TrackedJobs {
    @Override
    public long openBranches() {
        return journeys.openBranches();
    }

    @Override
    public List<JobPlace> openPlaces(int limit) {
        return journeys.openPlaces(limit).stream()
                .map(open -> new JobPlace(
                        open.job(), open.place().branch(), open.place().channel()))
                .toList();
    }

    @Override
    public Optional<String> stateOf(String job) {
        return journeys.find(job).map(journey -> journey.state().name());
    }
}
