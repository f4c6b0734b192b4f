package org.renkei.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Says what became of a job; each waits for its end, up to 30 seconds. */
public final class JobAssert extends AbstractAssert<JobAssert, TestJob> {

    private JobAssert(TestJob actual) {
        super(actual, JobAssert.class);
    }

    public static JobAssert assertThat(TestJob actual) {
        return new JobAssert(actual);
    }

    /** It came to the end of its flow, with all its copies. */
    public JobAssert isCompleted() {
        return isIn(JourneyState.COMPLETED);
    }

    /** It gave up; the error, as dead letters carry it, contains that text, for example a code: {@code RNK-3010}. */
    public JobAssert hasFailed(String error) {
        isIn(JourneyState.FAILED);
        String told = actual.journey().error();
        if (told == null || !told.contains(error)) {
            failWithMessage("job failed with%n  %s%nwhich does not contain%n  %s", told, error);
        }
        return this;
    }

    /** It ended so. */
    public JobAssert isIn(JourneyState state) {
        Journey journey = actual.journey();
        if (journey.state() != state) {
            failWithMessage(
                    "job is %s and not %s: %s; it has passed %s", journey.state(), state, journey.error(), steps());
        }
        return this;
    }

    /** It was done in exactly these steps, in this order. A step that was tried again counts once. */
    public JobAssert passed(String... steps) {
        actual.result();
        if (!steps().equals(Arrays.asList(steps))) {
            failWithMessage("job has passed %s and not %s", steps(), Arrays.asList(steps));
        }
        return this;
    }

    /** An application was called so often in a step, all tries together. */
    public JobAssert tried(String step, int times) {
        actual.result();
        long tries = actual.steps().stream()
                .filter(event -> step.equals(event.step()))
                .count();
        if (tries != times) {
            failWithMessage("step %s was tried %d times and not %d", step, tries, times);
        }
        return this;
    }

    /** The body at its end, as text. */
    public JobAssert hasResult(String body) {
        String result = actual.result().body();
        if (!Objects.equals(result, body)) {
            failWithMessage("job resulted in%n  %s%nand not in%n  %s", result, body);
        }
        return this;
    }

    /** The flow recorded that item. */
    public JobAssert recorded(String item, String value) {
        String kept = actual.items().get(item);
        if (!Objects.equals(kept, value)) {
            failWithMessage("item %s is %s and not %s; recorded are %s", item, kept, value, actual.items());
        }
        return this;
    }

    private List<String> steps() {
        return actual.steps().stream()
                .filter(event -> event.outcome() == StepOutcome.DONE)
                .map(StepEvent::step)
                .toList();
    }
}
