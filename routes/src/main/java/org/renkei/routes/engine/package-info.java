/**
 * Flows at work, in the order in which a job meets these files: {@link org.renkei.routes.engine.JobStart} admits a
 * message as a job; {@link org.renkei.routes.engine.FlowChannel} hands each message to what it is for, in the version of the flow that its
 * job is on; {@link org.renkei.routes.engine.StepRoute} is the Camel route of one step;
 * {@link org.renkei.routes.engine.StepHandler} opens and closes the job's pass through it;
 * {@link org.renkei.routes.engine.JobEnd} answers the producer, or puts the job among the dead letters, from where
 * {@link org.renkei.routes.engine.Resumption} takes it up again;
 * {@link org.renkei.routes.engine.TrackingWriter} brings the events that were committed on the way into the tracking database.
 *
 * <p>{@link org.renkei.routes.engine.FlowEngine} builds all of it and starts and stops it in order;
 * {@link org.renkei.routes.engine.FlowDeployment} brings flows in, replaces them and takes them out meanwhile.
 */
package org.renkei.routes.engine;
