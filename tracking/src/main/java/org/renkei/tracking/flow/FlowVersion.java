package org.renkei.tracking.flow;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One version of a flow, as text.
 *
 * @param flow the flow's name
 * @param version unique among those of the flow
 * @param file what it was read from
 * @param yaml the text of that file
 * @param schema the text of the schema that it names; null if it names none
 * @param apps the versions of the applications that its beans come from, by their names
 * @param deployedAt when it was deployed, the last time
 * @param deployedBy who did that
 */
public record FlowVersion(
        String flow,
        String version,
        String file,
        String yaml,
        String schema,
        Map<String, String> apps,
        Instant deployedAt,
        String deployedBy) {

    /** Whether it says the same, whatever the versions of its applications. */
    public boolean hasSameText(FlowVersion other) {
        return yaml.equals(other.yaml) && Objects.equals(schema, other.schema);
    }
}
