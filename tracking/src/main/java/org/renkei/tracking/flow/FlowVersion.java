package org.renkei.tracking.flow;

import java.time.Instant;

/**
 * One version of a flow, as text.
 *
 * @param flow the flow's name
 * @param version unique among those of the flow
 * @param file what it was read from
 * @param yaml the text of that file
 * @param schema the text of the schema that it names; null if it names none
 * @param deployedAt when it was deployed, the last time
 * @param deployedBy who did that
 */
public record FlowVersion(
        String flow, String version, String file, String yaml, String schema, Instant deployedAt, String deployedBy) {}
