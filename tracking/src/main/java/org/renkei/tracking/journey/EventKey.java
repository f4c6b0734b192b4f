package org.renkei.tracking.journey;

/** What makes an event the same event. */
record EventKey(String job, String branch, int seq) {

    static EventKey of(StepEvent event) {
        return new EventKey(Column.JOB.fit(event.job()), Column.BRANCH.fit(event.branch()), event.seq());
    }

    /** Of the event that follows at a place this one was sent to. */
    EventKey next(Place place) {
        return new EventKey(job, Column.BRANCH.fit(place.branch()), seq + 1);
    }

    EventKey following() {
        return new EventKey(job, branch, seq + 1);
    }

    EventKey previous() {
        return new EventKey(job, branch, seq - 1);
    }
}
