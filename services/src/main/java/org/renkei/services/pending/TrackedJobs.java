package org.renkei.services.pending;

import java.util.List;
import java.util.Optional;

/**
 * What tracking says of jobs under way.
 *
 * <p>Every method may throw a {@link org.renkei.database.DatabaseException}.
 */
public interface TrackedJobs {

    /** Messages of jobs under way: a job that was copied at a branch counts once for each copy. */
    long openBranches();

    /** How many of these wait in joins for other copies, and so lie in no channel. */
    long inJoins();

    /** Where the others are, up to {@code limit} of them. */
    List<JobPlace> openPlaces(int limit);

    /** The job's state in words; empty if tracking does not know it. */
    Optional<String> stateOf(String job);
}
