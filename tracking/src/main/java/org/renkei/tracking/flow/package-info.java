/**
 * The flow database (B2): every version of a flow that was ever deployed, so that a job can end on the one it began with, wherever it is
 * by then. {@link org.renkei.tracking.flow.FlowVersions} knows texts, not what they mean.
 */
package org.renkei.tracking.flow;
