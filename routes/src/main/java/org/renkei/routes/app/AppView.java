package org.renkei.routes.app;

import java.time.Instant;
import java.util.List;

/**
 * An application in jars as it is present, for new jobs.
 *
 * @param app its name, that of its folder
 * @param version eight hexadecimal digits that change whenever one of its jars does
 * @param since when this version came into this home first
 * @param beans their names, in the order of the descriptor
 */
public record AppView(String app, String version, Instant since, List<String> beans) {}
