/**
 * What a flow costs on this machine: {@code ./renkei perf}. The same jobs go through the same number of queues twice,
 * as bare JMS ({@link org.renkei.services.perf.BarePipeline}) and as a tracked flow
 * ({@link org.renkei.services.perf.FlowPipeline}), in one warm JVM, in rounds of shuffled order, the first one dropped
 * ({@link org.renkei.services.perf.Measurement}): on a shared machine rates move by a factor of two, ratios within a round hardly.
 * Then both answer messages that come at planned instants ({@link org.renkei.services.perf.OpenLoop}). What was moved is counted
 * everywhere: a measurement that lost something fails. Begin with {@link org.renkei.services.perf.Perf}.
 */
package org.renkei.services.perf;
