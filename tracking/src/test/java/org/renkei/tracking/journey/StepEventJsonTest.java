package org.renkei.tracking.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.renkei.tracking.journey.JobEvents.to;
import static org.renkei.tracking.journey.JobEvents.toMemory;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepEventJsonTest {

    private final JobEvents job = JobEvents.of("j").correlationId("c-1");

    @Test
    void shouldReadWhatItWrote() {
        List<StepEvent> events = List.of(
                job.start(to("stock"), toMemory(".1", "mail")),
                job.doneWith(1, "stock", Map.of("order", "4711", "空", "値"), to("payment")),
                job.failed(2, "payment", "no money"),
                job.duplicate("m-1"));

        assertThat(StepEventJson.decode(StepEventJson.encode(events))).isEqualTo(events);
    }

    @Test
    void shouldLeaveOutWhatIsEmpty() {
        String json = new String(StepEventJson.encode(List.of(job.start())), UTF_8);

        assertThat(json)
                .contains("\"startedAt\":1772366400123456")
                .doesNotContain("null", "items", "next", "branch", "seq", "redelivered", "\"start\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[null]",
                "[{}]",
                "[] []",
                "[{\"job\":\"j\"}]",
                "[{\"job\":{}}]",
                "no json",
                "[{\"outcome\":\"NEVER\"}]"
            })
    void shouldRefuseWhatIsNoListOfEvents(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepEventJson.decode(json.getBytes(UTF_8)))
                .withMessageStartingWith("not a list of step events");
    }

    @Test
    void shouldReadEventsOfANewerNode() {
        String json = new String(StepEventJson.encode(List.of(job.start())), UTF_8).replace("{", "{\"weight\":3,");

        assertThat(StepEventJson.decode(json.getBytes(UTF_8))).containsExactly(job.start());
    }
}
