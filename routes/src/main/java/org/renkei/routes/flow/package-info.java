/**
 * A flow as its file says it: a start channel, steps, and where each leads.
 *
 * <p>{@link org.renkei.routes.flow.FlowFiles} reads {@code etc/flows/*.yaml} strictly into
 * {@link org.renkei.routes.flow.Flow}s; {@link org.renkei.routes.flow.FlowCheck} then compares them with the channels and applications
 * that exist, and with each other, so that a flow that was accepted can be run. Nothing here knows Camel or the broker's
 * sessions. Read {@code Flow} and {@code Step} first; {@code org.renkei.routes.engine} is where they run.
 */
package org.renkei.routes.flow;
